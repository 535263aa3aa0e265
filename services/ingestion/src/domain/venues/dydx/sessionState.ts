import type { RawObject } from '../rawJson/readRawJson.js';
import type { LevelBook } from './levelBook.js';

/** What a connection has to remember. Owned by the session, and changed only once a message was read to its end. */
export interface DydxSession {
  /** The number of the last message; undefined before the first. */
  lastMessageId: number | undefined;
  /** Books by market; a market without one waits for a snapshot. */
  readonly books: Map<string, LevelBook>;
  /** Channels and ids that the connection is subscribed to, for asking again after a gap. */
  readonly subscribed: Map<string, { readonly channel: string; readonly id: string }>;
  /** What is known of each market; messages name only what changed. */
  readonly markets: Map<string, RawObject>;
  /** What was said of a market last: each is specified again only when that changes. */
  readonly specified: Map<string, string>;
  /** The instruments of tickers that name one. */
  readonly instrumentIds: Map<string, string>;
  /** Markets that a subaccount held by what was said of it. */
  readonly held: Map<string, Set<string>>;
  /** Orders that were open by what was said of them; a message may name only what changed. */
  readonly orders: Map<string, RawObject>;
}

export function openDydxSession(): DydxSession {
  return {
    lastMessageId: undefined,
    books: new Map(),
    subscribed: new Map(),
    markets: new Map(),
    specified: new Map(),
    instrumentIds: new Map(),
    held: new Map(),
    orders: new Map(),
  };
}
