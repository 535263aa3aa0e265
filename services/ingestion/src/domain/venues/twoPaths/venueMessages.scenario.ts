import type fc from 'fast-check';
import { DERIBIT_FEED, deribitDeliveries } from './deribitMessages.scenario.js';
import { DERIVE_FEED, deriveDeliveries } from './deriveMessages.scenario.js';
import { DYDX_FEED, dydxDeliveries } from './dydxMessages.scenario.js';
import { HYPERLIQUID_FEED, hyperliquidDeliveries } from './hyperliquidMessages.scenario.js';
import type { Delivery, FeedAbout } from './readBothWays.scenario.js';

/** Test support: the venues whose sessions read over two paths, or may one day. */

export interface VenueMessages {
  readonly venue: string;
  readonly about: FeedAbout;
  readonly deliveries: fc.Arbitrary<readonly Delivery[]>;
  /** The instrument of most of its books. */
  readonly instrumentId: string;
  /** Events that the messages come to, and problems that only they of the four venues have. */
  readonly reaches: readonly string[];
}

export const VENUE_MESSAGES: readonly VenueMessages[] = [
  {
    venue: 'deribit',
    about: DERIBIT_FEED,
    deliveries: deribitDeliveries,
    instrumentId: 'perp:deribit:BTC-USD',
    reaches: ['gap', 'unsupported', 'PerpObserved', 'OptionQuoteObserved', 'IndexObserved', 'InstrumentSpecified'],
  },
  {
    venue: 'derive',
    about: DERIVE_FEED,
    deliveries: deriveDeliveries,
    instrumentId: 'perp:derive:ETH-USD',
    reaches: ['unsupported', 'PerpObserved', 'OptionQuoteObserved', 'IndexObserved', 'VenueFillObserved'],
  },
  {
    venue: 'dydx',
    about: DYDX_FEED,
    deliveries: dydxDeliveries,
    instrumentId: 'perp:dydx:ETH-USD',
    reaches: ['gap', 'PerpObserved', 'IndexObserved', 'InstrumentSpecified', 'AccountPositionObserved'],
  },
  {
    venue: 'hyperliquid',
    about: HYPERLIQUID_FEED,
    deliveries: hyperliquidDeliveries,
    instrumentId: 'perp:hyperliquid:ETH-USD',
    reaches: ['PerpObserved', 'IndexObserved', 'VenueFillObserved'],
  },
];
