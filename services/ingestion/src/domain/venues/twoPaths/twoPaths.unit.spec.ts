import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DERIBIT_FEED, deribitDeliveries } from './deribitMessages.scenario.js';
import { DERIVE_FEED, deriveDeliveries } from './deriveMessages.scenario.js';
import { DYDX_FEED, dydxDeliveries } from './dydxMessages.scenario.js';
import { HYPERLIQUID_FEED, hyperliquidDeliveries } from './hyperliquidMessages.scenario.js';
import { type Delivery, type FeedAbout, readBothWays } from './readBothWays.scenario.js';
import { isIndexed } from './wholePath.scenario.js';

interface Venue {
  readonly about: FeedAbout;
  readonly deliveries: fc.Arbitrary<readonly Delivery[]>;
}

const VENUES: readonly Venue[] = [
  { about: DERIBIT_FEED, deliveries: deribitDeliveries },
  { about: DERIVE_FEED, deliveries: deriveDeliveries },
  { about: DYDX_FEED, deliveries: dydxDeliveries },
  { about: HYPERLIQUID_FEED, deliveries: hyperliquidDeliveries },
];

describe.each(VENUES)('a session of $about.venue', ({ about, deliveries }) => {
  it('reads the same messages alike from where they stand and whole', () => {
    const seen = new Map<string, number>();
    const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(deliveries, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (told, ways) => {
        const readings = readBothWays(about, told, ways);
        for (const delivery of told)
          if ('text' in delivery) count(isIndexed(delivery.text) ? 'indexed' : 'not indexed');
        for (const reading of readings) {
          for (const { event } of reading?.observations ?? []) count(event.type);
          for (const { kind } of reading?.problems ?? []) count(kind);
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300), seed: 20_261_129 },
    );
    if (process.env['SHOW']) process.stdout.write(`${JSON.stringify([...seen])}\n`);
    expect(seen.get('indexed')).toBeGreaterThan(0);
  });
});
