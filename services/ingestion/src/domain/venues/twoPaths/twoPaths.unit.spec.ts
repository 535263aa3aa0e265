import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelChange } from '../dydx/channelChange.js';
import { indexVenueMessage } from '../readVenueFields.js';
import { dydxDeliveries } from './dydxMessages.scenario.js';
import { type Delivery, readBothWays } from './readBothWays.scenario.js';
import { VENUE_MESSAGES } from './venueMessages.scenario.js';
import { asItIs, forTheWholePath } from './wholePath.scenario.js';

const SEED = 20_261_129;
/** Of each kind that the messages are to reach. */
const SEEN_MIN = 20;

const texts = (told: readonly Delivery[]): readonly string[] =>
  told.flatMap((delivery) => ('text' in delivery ? [delivery.text] : []));

describe.each(VENUE_MESSAGES)('a session of $venue', ({ about, deliveries, reaches }) => {
  it('says and remembers the same of messages, whether they are read from where they stand or whole', () => {
    const seen = new Map<string, number>();
    const see = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(deliveries, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (told, ways) => {
        for (const text of texts(told)) if (indexVenueMessage(asItIs(text)) !== undefined) see('indexed');
        for (const reading of readBothWays(about, told, ways)) {
          for (const { event } of reading?.observations ?? []) see(event.type.split('.').at(-1)!);
          for (const { kind } of reading?.problems ?? []) see(kind);
        }
      }),
      { numRuns: 200, seed: SEED },
    );
    const shared = ['indexed', 'refused', 'crossed', 'late', 'venue', 'BookObserved', 'TradeObserved'];
    expect([...shared, ...reaches].filter((what) => (seen.get(what) ?? 0) < SEEN_MIN)).toEqual([]);
  });

  it('has no index of a message that is written for the whole path', () => {
    fc.assert(
      fc.property(deliveries, fc.nat(), (told, way) => {
        for (const text of texts(told)) expect(indexVenueMessage(forTheWholePath(text, way))).toBe(undefined);
      }),
      { numRuns: 30, seed: SEED },
    );
  });
});

it('nearly half of the messages of dYdX are changes of a market that are read from where they stand', () => {
  let [changes, all] = [0, 0];
  for (const told of fc.sample(dydxDeliveries, { numRuns: 50, seed: SEED })) {
    for (const text of texts(told)) {
      const index = indexVenueMessage(asItIs(text));
      if (index !== undefined && channelChange(index) !== undefined) changes++;
      all++;
    }
  }
  expect(changes / all).toBeGreaterThan(0.4);
});
