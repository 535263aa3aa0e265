import type { VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';

/** What a connection has to remember. Owned by the session, and changed only once a message was read to its end. */
export interface HyperliquidSession {
  /** Coins of each exchange in the order of its `meta`; the venue's own has the name "". */
  readonly universes: Map<string, readonly string[]>;
  /** What was said of a coin or pair last: each is specified again only when that changes. */
  readonly specified: Map<string, string>;
  /** Milliseconds of the last book of a channel and coin. */
  readonly bookTimes: Map<string, number>;
  /** Accounts that are subscribed to a type of messages. */
  readonly subscribers: Map<string, Set<string>>;
  /** Coins that an account held at an exchange by its last snapshot. */
  readonly held: Map<string, ReadonlySet<string>>;
  /** Orders of an account at an exchange that were open by the last snapshot and what came after it. */
  readonly open: Map<string, Map<string, VenueOrderObserved>>;
  /** Instruments whose trades were told of. */
  readonly traded: Set<string>;
  /** How an address shares its balances, where that was asked. */
  readonly abstractions: Map<string, string>;
}

export function openHyperliquidSession(): HyperliquidSession {
  return {
    universes: new Map(),
    specified: new Map(),
    bookTimes: new Map(),
    subscribers: new Map(),
    held: new Map(),
    open: new Map(),
    traded: new Set(),
    abstractions: new Map(),
  };
}
