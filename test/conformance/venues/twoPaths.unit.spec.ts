import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { readBothWays } from '../../../services/ingestion/src/domain/venues/twoPaths/readBothWays.scenario.ts';
import { spoilt } from '../../../services/ingestion/src/domain/venues/twoPaths/spoiltText.scenario.ts';
import { VENUE_MESSAGES } from '../../../services/ingestion/src/domain/venues/twoPaths/venueMessages.scenario.ts';

const FOLDER = import.meta.dirname;
const ways = fc.array(fc.nat(), { minLength: 1, maxLength: 20 });

interface VenueCase {
  readonly account?: string;
  readonly deployment?: string;
  readonly frames: readonly { readonly raw: string; readonly receivedAtUs?: string }[];
}

/** Every kind of message that a venue has; those of its market are generated beside the sessions. */
describe.each(VENUE_MESSAGES)('the cases of $venue', ({ venue }) => {
  const cases = readdirSync(join(FOLDER, venue))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(FOLDER, venue, name), 'utf8')) as VenueCase);
  // A greeting that isn't JSON is known by its bytes.
  const told = fc.constantFrom(...cases).chain(({ account, deployment, frames }) => {
    const json = frames.filter(({ raw }) => raw.startsWith('{'));
    const order = fc.oneof(fc.constant(json), fc.array(fc.constantFrom(...json), { maxLength: 20 }));
    return fc.record({ about: fc.constant({ venue, account, deployment }), order });
  });

  it('come to the same over both paths: in their order, in another, and spoilt', () => {
    const choices = fc.record({ spoiling: fc.array(spoilt, { minLength: 1, maxLength: 20 }), ways });
    fc.assert(
      fc.property(told, choices, ({ about, order }, { spoiling, ways: chosen }) => {
        const deliveries = order.map(({ raw, receivedAtUs = '1800000000000000' }, at) => ({
          text: spoiling[at % spoiling.length]!(raw),
          receivedAtUs: BigInt(receivedAtUs),
        }));
        readBothWays(about, deliveries, chosen);
      }),
      { numRuns: 150, seed: 20_261_129 },
    );
  });
});
