import type { Univ3PoolState } from '@gimbal/quant';
import type { SwapAttempt } from './explainSwap.ts';
import { hasHiddenLiquidity } from './hiddenLiquidity.ts';
import type { LoggedSwap } from './poolEvents.ts';
import { startsElsewhere } from './startsElsewhere.ts';

/** Why a swap can neither be confirmed nor called wrong. */
export type Undetermined =
  /** Nothing says what the pool was like before it. */
  | 'no state before it'
  /** It is a sound swap from another price: events between are missing. */
  | 'events missing before it'
  /** Liquidity that no event tells of explains it, or the liquidity events don't add up to what the log says. */
  | 'liquidity events missing';

export type Verdict = Undetermined | 'different';

export interface Judgement {
  readonly verdict: Verdict;
  /**
   * The verdict when the next swap follows from what the log says of the pool, and from nothing that we came to: then what
   * the log says is so, and something before it is missing.
   */
  readonly ifLogFollows: Verdict;
}

const AMOUNTS: readonly string[] = ['amount0', 'amount1'];

/** What to think of a swap that no state explains, before the next one is seen. */
export function judgeSwap(
  state: Univ3PoolState | undefined,
  attempts: readonly SwapAttempt[],
  logged: LoggedSwap,
  ticksComplete: boolean,
): Judgement {
  if (state === undefined) return settled('no state before it');
  if (!isPaidForOther(logged) || isBeyondAsked(logged)) return settled('different');
  // A single amount or tick that is off beside four fields that fit is wrong, unless liquidity that is missing gave it.
  const isOneFieldOff = attempts.some(isOffByOneField);
  if (isOneFieldOff && (ticksComplete || !hasHiddenLiquidity(state, logged))) return settled('different');
  const fitting = attempts.find(({ fields }) => AMOUNTS.every((amount) => !fields.includes(amount)));
  if (fitting !== undefined) {
    const isLiquidity = fitting.fields.includes('liquidity');
    const ifLogFollows = isLiquidity ? 'liquidity events missing' : 'events missing before it';
    return { verdict: 'different', ifLogFollows };
  }
  if (startsElsewhere(logged, state)) return settled('events missing before it');
  if (hasHiddenLiquidity(state, logged)) return settled('liquidity events missing');
  return settled(ticksComplete ? 'different' : 'liquidity events missing');
}

/** No pool takes both tokens or pays both. */
function isPaidForOther({ amount0, amount1 }: LoggedSwap): boolean {
  return amount0 >= 0n !== amount1 > 0n || amount0 === 0n || amount1 === 0n;
}

function settled(verdict: Verdict): Judgement {
  return { verdict, ifLogFollows: verdict };
}

/** No pool takes or pays more than it was asked for. */
function isBeyondAsked({ amount0, amount1, amountSpecified = 0n }: LoggedSwap): boolean {
  if (amountSpecified === 0n) return false;
  const [paidIn, paidOut] = amount0 > 0n ? [amount0, -amount1] : [amount1, -amount0];
  return amountSpecified > 0n ? paidIn > amountSpecified : paidOut > -amountSpecified;
}

function isOffByOneField({ fields }: SwapAttempt): boolean {
  return fields.length === 1 && (AMOUNTS.includes(fields[0]!) || fields[0] === 'tick');
}
