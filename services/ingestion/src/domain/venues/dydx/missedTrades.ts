import type { RawObject } from '../rawJson/readRawJson.js';
import { DYDX_TRADE_PAGES_MAX, TRADES_ASKED_MAX } from '../venueLimits.js';
import type { DydxMessage } from './venueMessage.js';

/**
 * A question for trades of a market that were missed. It has beside it all that is needed to go on after its answer, so that the
 * answer alone says what is asked next. Times are microseconds, and milliseconds in the question.
 */
export interface MissedTrades {
  /** The time of the last trade before the hole: there the way back ends. */
  readonly afterUs: bigint;
  /** The answer has trades of that time and before; the newest of all in older journals, which asked once. */
  readonly untilUs?: bigint | undefined;
  /** The same of newer answers that the way back passed over and that are still to be said, newest first. */
  readonly passed: readonly bigint[];
  /** On the way forward: trades up to that time were said. */
  readonly fromUs?: bigint | undefined;
}

export function missedTradesQuestion(ticker: string, { afterUs, fromUs, passed, untilUs }: MissedTrades): string {
  const until = untilUs === undefined ? '' : `&createdBeforeOrAt=${new Date(Number(untilMs(untilUs))).toISOString()}`;
  return JSON.stringify({
    path: `/v4/trades/perpetualMarket/${encodeURIComponent(ticker)}?limit=${TRADES_ASKED_MAX}${until}`,
    after: `${afterUs / 1000n}`,
    ...(passed.length > 0 && { passed: passed.map((timeUs) => `${untilMs(timeUs)}`) }),
    ...(fromUs !== undefined && { from: `${fromUs / 1000n}` }),
  });
}

/** The question that an answer names; undefined for one that asked for the newest trades and nothing more. */
export function missedTradesOf(
  { fields }: DydxMessage,
  query: ReadonlyMap<string, string>,
  asked: RawObject,
): MissedTrades | undefined {
  const { from, passed } = asked;
  if (asked['after'] === undefined) return undefined;
  const createdBeforeOrAt = query.get('createdBeforeOrAt');
  const times = passed === undefined ? [] : fields.list(passed, 'passed');
  if (times.length >= DYDX_TRADE_PAGES_MAX) {
    fields.fail('passed', `fewer than ${DYDX_TRADE_PAGES_MAX} times`, String(times.length));
    return undefined;
  }
  return {
    afterUs: BigInt(fields.whole(asked, 'after')) * 1000n,
    untilUs: createdBeforeOrAt === undefined ? undefined : fields.isoTime({ createdBeforeOrAt }, 'createdBeforeOrAt'),
    passed: times.map((time) => fields.epochMs({ passed: time }, 'passed')),
    fromUs: from === undefined ? undefined : BigInt(fields.whole(asked, 'from')) * 1000n,
  };
}

/** The whole millisecond that a time lies in or ends: what is asked up to it has all trades of that time. */
function untilMs(timeUs: bigint): bigint {
  return (timeUs + 999n) / 1000n;
}
