import { readCarried, writeCarried } from '../carriedRows.js';
import type { RawObject } from '../rawJson/readRawJson.js';
import type { LevelBook } from './levelBook.js';
import type { SessionCarry } from '../venueSession.js';
import type { MarketState } from './marketState.js';
import { MarketSubjects } from './marketSubjects.js';

/** What one subscribes to; `id` is empty, or the channel's own name, where a channel has only one. */
export interface DydxSubject {
  readonly channel: string;
  readonly id: string;
}

/** An order that was open, and whose it is. */
export interface DydxOpenOrder {
  readonly owner: string;
  readonly order: RawObject;
}

/** What a connection has to remember. Owned by the session, and changed only once a message was read to its end. */
export interface DydxSession {
  /** The number of the last message; undefined before the first. */
  lastMessageId: number | undefined;
  readonly subjects: MarketSubjects;
  /** Books by market; a market without one waits for a snapshot. */
  readonly books: Map<string, LevelBook>;
  /** Channels and ids that the connection is subscribed to, for asking again after a gap. */
  readonly subscribed: Map<string, DydxSubject>;
  /** What was asked for anew and has not come: an answer may be lost as well, and is asked for again after the next gap. */
  readonly awaited: Map<string, DydxSubject>;
  /** What is known of each market; messages name only what changed. */
  readonly markets: Map<string, MarketState>;
  /** What was said of a market last: each is specified again only when that changes. */
  readonly specified: Map<string, string>;
  /** The instruments of tickers that name one. */
  readonly instrumentIds: Map<string, string>;
  /** Markets that a subaccount held by what was said of it. */
  readonly held: Map<string, Set<string>>;
  /** Orders that were open by what was said of them; a message may name only what changed. */
  readonly orders: Map<string, DydxOpenOrder>;
  /** The newest trade that was told of each market; the next connection goes on with it. */
  readonly lastTrades: Map<string, DydxLastTrade>;
}

export interface DydxLastTrade {
  readonly tradeId: string;
  readonly observedAtUs: bigint;
}

export function openDydxSession(before?: DydxSession): DydxSession {
  return {
    lastMessageId: undefined,
    subjects: new MarketSubjects(),
    books: new Map(),
    subscribed: new Map(),
    awaited: new Map(),
    markets: new Map(),
    specified: new Map(),
    instrumentIds: new Map(),
    held: new Map(),
    orders: new Map(),
    lastTrades: new Map(before?.lastTrades),
  };
}

const MICROSECONDS = /^-?[0-9]{1,19}$/;

/** The newest trade of each market. */
export const dydxCarry: SessionCarry<DydxSession> = {
  write: ({ lastTrades }) =>
    writeCarried(Array.from(lastTrades, ([ticker, { tradeId, observedAtUs }]) => [ticker, tradeId, `${observedAtUs}`])),
  read: (carried) => {
    const rows = readCarried(carried, 3).filter(([, , timeUs]) => MICROSECONDS.test(timeUs!));
    const lastTrades = rows.map(
      ([ticker, tradeId, timeUs]) => [ticker!, { tradeId: tradeId!, observedAtUs: BigInt(timeUs!) }] as const,
    );
    return { ...openDydxSession(), lastTrades: new Map(lastTrades) };
  },
};
