import { type Event, isEvent } from './eventTypes.js';
import { FeedDegraded, FeedRestored, OracleDeviationObserved } from './gen/gimbal/ingestion/v1/health_events.js';
import { FeedRecovered, FeedWentStale } from './gen/gimbal/ingestion/v1/market_events.js';

/** Why a feed's last value isn't to be trusted, though there is one. */
export interface FeedDoubt {
  /** The age beyond which it counts as silent, microseconds; undefined while it speaks. */
  readonly staleAfterUs: bigint | undefined;
  /** Reasons of FeedDegraded that make its values untrustworthy, with what was expected and found. */
  readonly degraded: readonly FeedDegradation[];
  /** Of an oracle that stands too far from the market: how far, basis points; empty while it doesn't. */
  readonly outsideBandBps: string;
  readonly bandBps: string;
}

export interface FeedDegradation {
  readonly reason: string;
  /** The one instrument that it is about; empty for the whole feed. */
  readonly instrumentId: string;
  readonly detail: string;
}

/** Rows by feed, as a service's own tables are. */
export interface FeedDoubtRows {
  get(feed: string): FeedDoubt | undefined;
  set(feed: string, row: FeedDoubt): unknown;
  delete(feed: string): unknown;
}

/**
 * After a hole, a wrong checksum, many messages that could not be read or came late, nodes that disagree, a deep
 * reorganisation, a sequencer that is down or a lost session nobody knows whether the last value still is the source's. A crossed book or a clock that is off
 * leaves the value what it is.
 */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'sequence',
  'checksum',
  'refused',
  'late',
  'quorum',
  'reorg',
  'reorg_depth',
  'sequencer',
  'disconnected',
]);

export function isUntrustedReason(reason: string): boolean {
  return UNTRUSTED.has(reason);
}

const NO_DOUBT: FeedDoubt = { staleAfterUs: undefined, degraded: [], outsideBandBps: '', bandBps: '' };

/** Folds what ingestion says of a feed's trustworthiness, alike in every service; a feed without doubts has no row. */
export function foldFeedDoubt(rows: FeedDoubtRows, event: Event): boolean {
  if (isEvent(event, FeedWentStale)) {
    put(rows, event.value.feed, { staleAfterUs: event.value.ageLimitUs });
  } else if (isEvent(event, FeedRecovered)) {
    put(rows, event.value.feed, { staleAfterUs: undefined });
  } else if (isEvent(event, FeedDegraded)) {
    const { feed, reason, instrumentId, detail } = event.value;
    if (!isUntrustedReason(reason)) return true;
    put(rows, feed, { degraded: [...without(rows, feed, reason, instrumentId), { reason, instrumentId, detail }] });
  } else if (isEvent(event, FeedRestored)) {
    const { feed, reason, instrumentId } = event.value;
    put(rows, feed, { degraded: without(rows, feed, reason, instrumentId) });
  } else if (isEvent(event, OracleDeviationObserved)) {
    const { feed, outside, deviationBps, limitBps } = event.value;
    put(rows, feed, { outsideBandBps: outside ? deviationBps : '', bandBps: limitBps });
  } else {
    return false;
  }
  return true;
}

/** Why what the feed says of an instrument isn't to be trusted; undefined where nothing speaks against it. */
export function degradationOf(doubt: FeedDoubt | undefined, instrumentId: string): FeedDegradation | undefined {
  return doubt?.degraded.find((one) => one.instrumentId === '' || one.instrumentId === instrumentId);
}

function without(rows: FeedDoubtRows, feed: string, reason: string, instrumentId: string): FeedDoubt['degraded'] {
  const { degraded } = rows.get(feed) ?? NO_DOUBT;
  return degraded.filter((one) => one.reason !== reason || one.instrumentId !== instrumentId);
}

function put(rows: FeedDoubtRows, feed: string, change: Partial<FeedDoubt>): void {
  const row = { ...(rows.get(feed) ?? NO_DOUBT), ...change };
  if (row.staleAfterUs === undefined && row.degraded.length === 0 && row.outsideBandBps === '') rows.delete(feed);
  else rows.set(feed, row);
}
