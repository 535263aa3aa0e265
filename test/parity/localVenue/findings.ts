import { type Event, isEvent } from '@gimbal/contracts';
import { FeedDegraded, FeedDisconnected, FramesDropped } from '@gimbal/contracts/ingestion/v1/health_events';
import { FeedGapDetected, FeedWentStale } from '@gimbal/contracts/ingestion/v1/market_events';
import { TradeObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import type { FaultKind, InjectedFault } from '@gimbal/testkit';
import type { IngestedStep } from './ingestedVenue.ts';

/** What has to be said of a fault, and within which time of its injection. Parts may be said in several steps. */
export interface Finding {
  readonly name: string;
  readonly withinMs: number;
  isIn(step: IngestedStep, fault: InjectedFault): boolean;
}

/** The next message of the series shows a hole; at the suite's pace one of each comes in this time. */
const NEXT_OF_SERIES_MS = 60_000;
/** A step is made each quarter of a second. The clock goes 20 times as fast, so a machine that pauses for half a second loses ten. */
const AT_ONCE_MS = 15_000;
/** Sixteen MiB are on their way for a while, on a clock that goes 20 times as fast. */
const OVERSIZED_MS = 20_000;
/** The feed's limit of 20 s in the suite's configuration, and a step of a second that nobody fills. */
const STALE_MS = 36_000;
/** The connectors' silence of 40 s. */
const SILENT_MS = 56_000;
/** The silence of 70 s of those of Hyperliquid and dYdX. */
const LONG_SILENT_MS = 86_000;
/** The connectors' poll of a minute, and the answer. */
const POLLED_MS = 76_000;

const some = (step: IngestedStep, is: (event: Event) => boolean): boolean => step.events.some(is);

const gap: Finding = {
  name: 'FeedGapDetected',
  withinMs: NEXT_OF_SERIES_MS,
  isIn: (step) => some(step, (event) => isEvent(event, FeedGapDetected)),
};
const duplicate: Finding = {
  name: 'counted as duplicate',
  withinMs: AT_ONCE_MS,
  isIn: ({ verdicts }) => verdicts.some(({ kind }) => kind === 'duplicate'),
};
const crossed: Finding = {
  name: 'FeedDegraded crossed',
  withinMs: AT_ONCE_MS,
  isIn: (step) => some(step, (event) => isEvent(event, FeedDegraded) && event.value.reason === 'crossed'),
};
const quarantined: Finding = {
  name: 'RecordQuarantined with its bytes',
  withinMs: AT_ONCE_MS,
  isIn: (step, { sent }) =>
    some(step, (event) => isEvent(event, RecordQuarantined) && event.value.rawValue.equals(Buffer.from(sent))),
};
const late: Finding = {
  name: 'FramesDropped late',
  withinMs: NEXT_OF_SERIES_MS,
  isIn: (step) => some(step, (event) => isEvent(event, FramesDropped) && event.value.reason === 'late'),
};
const stale: Finding = {
  name: 'FeedWentStale',
  withinMs: STALE_MS,
  isIn: (step) => some(step, (event) => isEvent(event, FeedWentStale)),
};
const disconnected = (reason: string, withinMs: number): Finding => ({
  name: `FeedDisconnected: ${reason}`,
  withinMs,
  isIn: (step) => some(step, (event) => isEvent(event, FeedDisconnected) && event.value.reason === reason),
});
const filled: Finding = {
  name: 'the trades themselves, asked for again',
  withinMs: POLLED_MS,
  isIn: (step, { trades }) =>
    some(step, (event) => isEvent(event, TradeObserved) && event.value.tradeId === trades.at(-1)?.split('|')[1]),
};

/** A fault aimed at a kind of message, and all that has to be said of it. */
export interface FaultRow {
  readonly kind: FaultKind;
  readonly onto: readonly string[];
  readonly findings: readonly Finding[];
}

const MARKET = ['book', 'mark', 'trades', 'index'];
const ANY_VENUE: readonly FaultRow[] = [
  { kind: 'bad_book', onto: ['book'], findings: [crossed] },
  { kind: 'truncated', onto: MARKET, findings: [quarantined] },
  { kind: 'wrong_type', onto: MARKET, findings: [quarantined] },
  { kind: 'duplicate_key', onto: MARKET, findings: [quarantined] },
  { kind: 'duplicate', onto: ['book'], findings: [duplicate] },
  { kind: 'duplicate', onto: ['trades'], findings: [duplicate] },
  { kind: 'clock_ahead', onto: ['mark', 'index'], findings: [quarantined] },
  { kind: 'clock_behind', onto: ['mark', 'index'], findings: [late] },
  { kind: 'clock_ahead', onto: ['book'], findings: [quarantined] },
  { kind: 'abrupt_close', onto: MARKET, findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'oversized', onto: MARKET, findings: [disconnected('message too large', OVERSIZED_MS)] },
  { kind: 'http_429', onto: MARKET, findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'http_500', onto: MARKET, findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'outage', onto: MARKET, findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'half_open', onto: MARKET, findings: [stale, disconnected('half open', SILENT_MS)] },
  { kind: 'slow', onto: MARKET, findings: [stale] },
  { kind: 'abrupt_close', onto: ['private'], findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'truncated', onto: ['private'], findings: [quarantined] },
];

/** What ends a connection or spoils a message of a venue that shows it is there for 70 s, with polls of an account. */
const CUT: readonly FaultRow[] = [
  { kind: 'truncated', onto: [...MARKET, 'private'], findings: [quarantined] },
  { kind: 'duplicate_key', onto: MARKET, findings: [quarantined] },
  { kind: 'abrupt_close', onto: MARKET, findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'abrupt_close', onto: ['private'], findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'oversized', onto: MARKET, findings: [disconnected('message too large', AT_ONCE_MS)] },
  { kind: 'http_429', onto: MARKET, findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'http_500', onto: MARKET, findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'outage', onto: MARKET, findings: [disconnected('connection lost', AT_ONCE_MS)] },
  { kind: 'half_open', onto: MARKET, findings: [disconnected('half open', LONG_SILENT_MS)] },
  { kind: 'slow', onto: MARKET, findings: [] },
];

/** The table of the suite's README. */
export const FAULT_ROWS: Readonly<Record<string, readonly FaultRow[]>> = {
  deribit: [
    { kind: 'drop', onto: ['book'], findings: [gap] },
    { kind: 'drop', onto: ['trades'], findings: [gap] },
    { kind: 'gap', onto: ['book'], findings: [gap] },
    { kind: 'gap', onto: ['trades'], findings: [gap] },
    { kind: 'reorder', onto: ['book'], findings: [gap] },
    { kind: 'reorder', onto: ['trades'], findings: [gap] },
    { kind: 'reorder', onto: ['mark'], findings: [late] },
    ...ANY_VENUE,
  ],
  // Its books are whole and its trades have no count: a lost book is replaced by the next, and lost trades are asked for.
  derive: [
    { kind: 'drop', onto: ['trades'], findings: [filled] },
    { kind: 'gap', onto: ['trades'], findings: [filled] },
    { kind: 'reorder', onto: ['book'], findings: [late] },
    { kind: 'reorder', onto: ['mark'], findings: [late] },
    ...ANY_VENUE,
  ],
  // Nothing is counted: a lost message is replaced by the next whole one, or by what is asked for.
  hyperliquid: [
    { kind: 'duplicate', onto: ['book'], findings: [duplicate] },
    { kind: 'duplicate', onto: ['trades'], findings: [duplicate] },
    { kind: 'bad_book', onto: ['book'], findings: [crossed] },
    { kind: 'reorder', onto: ['book'], findings: [late] },
    { kind: 'clock_ahead', onto: ['book'], findings: [quarantined] },
    { kind: 'clock_behind', onto: ['book'], findings: [late] },
    { kind: 'wrong_type', onto: ['book', 'trades'], findings: [quarantined] },
    { kind: 'gap', onto: ['private'], findings: [] },
    { kind: 'drop', onto: MARKET, findings: [] },
    ...CUT,
  ],
  // All messages of a connection are counted, so a lost one shows with the next of any channel, and one that comes again is late.
  dydx: [
    { kind: 'drop', onto: ['book'], findings: [gap] },
    { kind: 'drop', onto: ['trades'], findings: [gap] },
    { kind: 'drop', onto: ['private'], findings: [gap] },
    { kind: 'gap', onto: ['book'], findings: [gap] },
    { kind: 'gap', onto: ['private'], findings: [gap] },
    { kind: 'reorder', onto: ['book'], findings: [gap, late] },
    { kind: 'duplicate', onto: MARKET, findings: [late] },
    { kind: 'bad_book', onto: ['book'], findings: [quarantined] },
    ...CUT,
  ],
};
