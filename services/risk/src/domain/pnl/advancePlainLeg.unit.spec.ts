import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MarkRow, PERP, USDC, WETH } from '../desk.sample.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import { AccrualDraft } from './accrualDraft.js';
import { advanceLeg } from './advanceLeg.js';
import { advancePlainLeg, isPlainStep } from './advancePlainLeg.js';
import { legPlan } from './legPlan.js';
import { stepMarks } from './marksOfLeg.js';
import { book, pnlDesk, PUT } from './pnlDesk.sample.js';
import type { PnlStanding } from './advancePnl.js';
import { COLUMN } from './pnlColumns.js';
import { pnlStanding } from './pnlStanding.js';
import { stepUnits } from './stepUnits.js';

const KEY = 'desk-a/main';
const IDS = [WETH, PERP, PUT];

/** Of an instrument at a step; some have no price. */
const anyRow: fc.Arbitrary<MarkRow> = fc.record({
  priceUsd: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 1e6 }) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  ),
  forwardUsd: fc.integer({ min: 1, max: 1e4 }),
  vol: fc.double({ min: 0.1, max: 2, noNaN: true }),
  delta: fc.double({ min: -1, max: 1, noNaN: true }),
  gammaPerUsd: fc.double({ min: -1, max: 1, noNaN: true }),
  vegaUsdPerVolPoint: fc.double({ min: -5, max: 5, noNaN: true }),
  thetaUsdPerDay: fc.double({ min: -5, max: 5, noNaN: true }),
  vanna: fc.double({ min: -1, max: 1, noNaN: true }),
  shortChargeUsdPerDay: fc.constantFrom(0, 0, -1.5),
  carryUsdPerDay: fc.oneof(fc.constant(0), fc.double({ min: -5, max: 5, noNaN: true })),
});
const anySteps = fc.array(
  fc.record({
    rows: fc.array(anyRow, { minLength: IDS.length, maxLength: IDS.length }),
    spotUsd: fc.integer({ min: 1, max: 5_000 }),
    isMarked: fc.boolean(),
  }),
  { minLength: 2, maxLength: 6 },
);
const anyQuantities = fc.array(fc.integer({ min: -1_000, max: 1_000 }), {
  minLength: IDS.length,
  maxLength: IDS.length,
});

describe('a leg of marks alone', () => {
  it('comes through a step with the bits of the walk through every kind of leg', () => {
    fc.assert(
      fc.property(anySteps, anyQuantities, (steps, quantities) => {
        const desk = pnlDesk();
        for (const [at, id] of IDS.entries()) book(desk, id, String(quantities[at]! + 0.5));
        for (const { rows, spotUsd, isMarked } of steps) {
          if (isMarked) desk.mark('ETH', spotUsd, Object.fromEntries(IDS.map((id, at) => [id, rows[at]!])));
          desk.mark('USD', 1, { [USDC]: { priceUsd: 1, forwardUsd: 1, delta: 1 } });
          const held = pnlStanding(desk.state, KEY);
          if (held !== undefined)
            expect(advanced(desk.state, held, desk.step(), true)).toEqual(
              advanced(desk.state, held, desk.step(), false),
            );
          desk.decide();
        }
      }),
      { numRuns: 60 },
    );
  });
});

function advanced(
  state: ReturnType<typeof pnlDesk>['state'],
  { legs: { legs }, accrual }: PnlStanding,
  step: { readonly number: number; readonly timeUs: bigint },
  isPlain: boolean,
): unknown {
  const marksOf = stepMarks(state.frames, state.previousFrames, accrual.step);
  const draft = new AccrualDraft(accrual, legs.length);
  const { markIndexes } = legPlan(legs);
  const quantities = Float64Array.from(legs, (_, at) => draft.get(COLUMN.quantity, at));
  const units = legs.map(({ underlying }) => stepUnits(marksOf(underlying)));
  const prices = Float64Array.from(legs, (_, at) => {
    const price = units[at]!.prices[markIndexes[at]!] ?? NaN;
    return Number.isNaN(price) ? draft.get(COLUMN.price, at) : price;
  });
  const basis = portfolioBasis(state, KEY, step)!;
  const holdings = { quantities, lending: new Map(), told: new Map(), activities: [], consumed: new Map() };
  const inputs = { before: accrual, holdings, prices, basis, marksOf };
  const end = { number: step.number, timeUs: Number(step.timeUs) };
  const values = legs.map((leg, at) =>
    isPlain && isPlainStep(draft, at, units[at]!, leg.markIndex)
      ? advancePlainLeg(draft, leg, at, units[at]!, quantities[at]!, prices[at]!, end)
      : advanceLeg(state, draft, leg, at, inputs),
  );
  return { values, columns: draft.columns.done(), grossUsd: draft.grossUsd, flowsUsd: draft.flowsUsd };
}
