import type { RawObject } from '../rawJson/readRawJson.js';
import { DYDX_TRADE_PAGES_MAX, TRADES_ASKED_MAX } from '../venueLimits.js';
import { type MissedTrades, missedTradesQuestion } from './missedTrades.js';
import { type MarketTrade, sayInTime, tradesOf } from './readMarkets.js';
import { type DydxMessage, marketInstrument } from './venueMessage.js';

/**
 * The answer to a question for missed trades. The indexer goes from the newest to the older ones alone, but trades are taken in the order
 * of their times: an older one than those that were forgotten would be late. So answers are passed over until one reaches the hole's
 * beginning, and asked for once more on the way forward, each of which is then said.
 */
export function readMissedTrades(
  message: DydxMessage,
  ticker: string,
  contents: RawObject,
  missed: MissedTrades,
): void {
  const trades = tradesOf(message, contents);
  const instrumentId = marketInstrument(message, ticker);
  if (instrumentId === undefined || message.fields.failure !== undefined) return;
  const { afterUs, fromUs, passed, untilUs } = missed;
  const before = olderQuestion(trades, missed);
  if (before !== undefined) return void message.replies.push(missedTradesQuestion(ticker, before));
  const times = trades.map(({ observedAtUs }) => observedAtUs);
  const [oldestUs, beginUs] = [earliest(times), fromUs ?? afterUs];
  if (untilUs !== undefined && (oldestUs === undefined || oldestUs > beginUs)) {
    const detail = `Expected trades from ${beginUs} µs on, ${oldestUs === undefined ? 'was told none' : `began at ${oldestUs} µs`}.`;
    message.problems.push({ kind: 'gap', subject: `v4_trades/${ticker}`, detail });
  }
  const told = sayInTime(
    message,
    instrumentId,
    trades.filter(({ observedAtUs: timeUs }) => {
      const isNew = fromUs === undefined ? timeUs >= afterUs : timeUs > fromUs;
      return isNew && (untilUs === undefined || timeUs <= untilUs);
    }),
  );
  const newer = passed.at(-1);
  if (newer === undefined) return;
  const saidUs = told.at(-1)?.observedAtUs ?? fromUs ?? afterUs;
  const next = { afterUs, untilUs: newer, passed: passed.slice(0, -1), fromUs: saidUs };
  message.replies.push(missedTradesQuestion(ticker, next));
}

/** The question for what lies before an answer that is full and doesn't reach the hole's beginning; undefined where the way back ends. */
function olderQuestion(trades: readonly MarketTrade[], missed: MissedTrades): MissedTrades | undefined {
  const { afterUs, fromUs, passed, untilUs } = missed;
  if (untilUs === undefined || fromUs !== undefined) return undefined;
  if (trades.length < TRADES_ASKED_MAX || passed.length + 1 >= DYDX_TRADE_PAGES_MAX) {
    return undefined;
  }
  const oldestUs = earliest(trades.map(({ observedAtUs }) => observedAtUs))!;
  // What comes no further would be asked for without end. Of the hole's first time there may be trades before the answer.
  if (oldestUs < afterUs || oldestUs >= untilUs) return undefined;
  return { afterUs, untilUs: oldestUs, passed: [...passed, untilUs] };
}

function earliest(times: readonly bigint[]): bigint | undefined {
  return times.reduce<bigint | undefined>(
    (first, time) => (first === undefined || time < first ? time : first),
    undefined,
  );
}
