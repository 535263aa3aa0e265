import { type Event, isEvent } from '@gimbal/contracts';
import { BlockAdopted, BlockFinalized, BlockReverted } from '@gimbal/contracts/ingestion/v1/chain_events';
import {
  ClockOffsetMeasured,
  FeedConnected,
  FeedDegraded,
  FeedDisconnected,
  FeedRestored,
  FramesDropped,
  OracleDeviationObserved,
} from '@gimbal/contracts/ingestion/v1/health_events';
import { InstrumentSpecified } from '@gimbal/contracts/ingestion/v1/venue_events';
import { SESSIONS_MAX } from '../../limits.js';
import type { FeedHealthRow } from '../ingestionState.js';
import { withDrops } from './dropCounts.js';
import { isDropReason } from './dropReasonOf.js';
import { foldQuote } from './foldQuote.js';
import { type Degradation, type HealthRows, NO_CONNECTION, NO_REORG, type ReorgRow, symbolKey } from './healthRows.js';
import { REORG_DEPTH_MAX } from './tolerances.js';

/** Folds what tells how a feed is, into the rows of the event's own key. Returns the feed's new row of health, if it has one. */
export function foldHealth(
  rows: HealthRows,
  healthOf: (feed: string) => FeedHealthRow,
  event: Event & { readonly timeUs: bigint; readonly key: string },
): FeedHealthRow | undefined {
  if (isEvent(event, FeedDegraded)) return degraded(healthOf(event.value.feed), event.value, event.timeUs);
  if (isEvent(event, FeedRestored)) return restored(healthOf(event.value.feed), event.value);
  if (isEvent(event, FramesDropped)) {
    const { feed, reason, count } = event.value;
    return withDrops(healthOf(feed), reason, Number(count), event.timeUs);
  }
  if (isEvent(event, OracleDeviationObserved)) {
    rows.oracleBands.set(event.value.feed, { outside: event.value.outside });
  } else if (isEvent(event, InstrumentSpecified)) {
    const { feed, symbol, instrumentId } = event.value;
    if (instrumentId !== '') rows.symbols.set(symbolKey(feed, symbol), instrumentId);
  } else if (!foldConnection(rows, event) && !foldChain(rows, event)) {
    foldQuote(rows.quotes, event);
  }
  return undefined;
}

function degraded(row: FeedHealthRow, { reason, instrumentId, detail }: FeedDegraded, timeUs: bigint): FeedHealthRow {
  const held = row.degraded.find((one) => isOf(one, reason, instrumentId));
  if (held === undefined) {
    // What is dropped is counted message by message already.
    const begun = isDropReason(reason) ? row : withDrops(row, reason, 1, undefined);
    return { ...begun, degraded: [...row.degraded, { reason, instrumentId, detail, sinceUs: timeUs, lastUs: timeUs }] };
  }
  const again = { ...held, detail, lastUs: timeUs };
  return { ...row, degraded: row.degraded.map((one) => (one === held ? again : one)) };
}

function restored(row: FeedHealthRow, { reason, instrumentId }: FeedRestored): FeedHealthRow {
  return { ...row, degraded: row.degraded.filter((one) => !isOf(one, reason, instrumentId)) };
}

export function isOf(one: Degradation, reason: string, instrumentId: string): boolean {
  return one.reason === reason && one.instrumentId === instrumentId;
}

/** A new session replaces the one before at the same endpoint, whose end a crash may have kept from being said. */
function foldConnection({ connections }: HealthRows, event: Event & { readonly key: string }): boolean {
  const row = connections.get(event.key) ?? NO_CONNECTION;
  if (isEvent(event, FeedConnected)) {
    const { session, endpoint } = event.value;
    const others = row.sessions.filter((one) => one.endpoint !== endpoint);
    connections.set(event.key, { ...row, sessions: [...others, { session, endpoint }].slice(-SESSIONS_MAX) });
  } else if (isEvent(event, FeedDisconnected)) {
    const { session, endpoint, reason } = event.value;
    const others = row.sessions.filter((one) => one.endpoint !== endpoint || one.session > session);
    connections.set(event.key, { ...row, sessions: others, lastEnd: reason });
  } else if (isEvent(event, ClockOffsetMeasured)) {
    connections.set(event.key, { ...row, clockOffsetUs: event.value.offsetUs });
  } else {
    return false;
  }
  return true;
}

function foldChain({ reorgs }: HealthRows, event: Event & { readonly timeUs: bigint }): boolean {
  if (isEvent(event, BlockReverted)) {
    const { chain, number, depth } = event.value;
    const row = reorgs.get(chain) ?? NO_REORG;
    const seen = { depthMax: Math.max(row.depthMax, depth), lastDepth: depth, lastAtUs: event.timeUs };
    reorgs.set(chain, { ...(depth > REORG_DEPTH_MAX ? deeper(row, depth, number) : row), ...seen });
  } else if (isEvent(event, BlockAdopted)) {
    const { chain, blockTimeUs } = event.value;
    reorgs.set(chain, { ...(reorgs.get(chain) ?? NO_REORG), headTimeUs: blockTimeUs });
  } else if (isEvent(event, BlockFinalized)) {
    const { chain, number } = event.value;
    reorgs.set(chain, { ...(reorgs.get(chain) ?? NO_REORG), finalizedNumber: number });
  } else {
    return false;
  }
  return true;
}

function deeper(row: ReorgRow, depth: number, number: bigint): ReorgRow {
  return { ...row, depth, number: number > row.number ? number : row.number };
}
