import type { Event } from '@gimbal/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountPositions } from '../accountPositions.js';
import { positionKey } from '../accountRows.js';
import { account, at, fill, PERP, position } from './reconcile.scenario.js';

/** Seconds: the longest that something is under way, which is less than the grace of 90; and the venue's day. */
const DELAY_MAX = 60;
const FIRST = DELAY_MAX + 1;
const LAST = 900;
const NAME = positionKey({ accountId: 'desk', place: 'deribit', instrumentId: PERP, source: 'deribit' });

const second = fc.integer({ min: FIRST, max: LAST });
const delay = fc.integer({ min: 0, max: DELAY_MAX });
const trade = fc.record({
  second,
  quantity: fc.integer({ min: -50, max: 50 }).filter((quantity) => quantity !== 0),
  delay,
  again: fc.option(delay),
});
const world = fc.record({
  opening: fc.integer({ min: -50, max: 50 }),
  openingDelay: delay,
  trades: fc.array(trade, { minLength: 1, maxLength: 12 }),
  snapshots: fc.array(fc.record({ second, delay, again: fc.option(delay) }), { maxLength: 12 }),
  lost: fc.option(fc.nat()),
  found: fc.boolean(),
});

interface Delivery {
  readonly second: number;
  readonly fact: Event;
}

describe('a venue whose messages come late, twice, in any order, or not at all', () => {
  it('ends at its position, with a break open exactly where a fill is missing', () => {
    const seen = { whole: 0, missing: 0, found: 0 };
    fc.assert(
      fc.property(world, ({ opening, openingDelay, trades, snapshots, lost, found }) => {
        const missing = lost === null ? undefined : lost % trades.length;
        const truth = (through: number): number =>
          trades.reduce((sum, { second: s, quantity }) => (s <= through ? sum + quantity : sum), opening);
        const deliveries: Delivery[] = [{ second: openingDelay, fact: position(0, String(opening)) }];
        for (const [index, { second: s, quantity, delay: late, again }] of trades.entries()) {
          if (index === missing) continue;
          const fact = fill(`t${index}`, s, quantity);
          deliveries.push({ second: s + late, fact });
          if (again !== null) deliveries.push({ second: s + late + again, fact });
        }
        for (const { second: s, delay: late, again } of [...snapshots, { second: LAST, delay: 0, again: null }]) {
          const fact = position(s, String(truth(s)));
          deliveries.push({ second: s + late, fact });
          if (again !== null) deliveries.push({ second: s + late + again, fact });
        }
        const { state, step } = account();
        const early: Event[] = [];
        for (const { second: s, fact } of deliveries.toSorted((a, b) => a.second - b.second))
          early.push(...step(s, [fact]));
        // Nothing is under way for longer than the grace, so what was delivered is never missed.
        if (missing === undefined) expect(early).toEqual([]);

        step(LAST + 2 * DELAY_MAX + 90);
        const isOpen = (): boolean => {
          const row = state.accounts.breaks.get(NAME);
          return row !== undefined && row.closed === undefined;
        };
        const held = (): string => accountPositions(state, 'desk', false)[0]?.quantity ?? '0';
        expect(held()).toBe(String(truth(LAST)));
        expect(isOpen()).toBe(missing !== undefined);
        const trade = missing === undefined ? undefined : trades[missing];
        if (missing === undefined || trade === undefined) return void seen.whole++;
        expect(state.accounts.breaks.get(NAME)?.found.difference).toBe(String(trade.quantity));
        if (!found) return void seen.missing++;

        seen.found++;
        step(2_000, [fill(`t${missing}`, trade.second, trade.quantity)]);
        expect(isOpen()).toBe(false);
        expect(state.accounts.breaks.get(NAME)?.closed).toMatchObject({ cause: `fill/t${missing}`, atUs: at(2_000) });
        expect(held()).toBe(String(truth(LAST)));
        expect([...state.venuePositions.unsettled.entries()]).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });
});
