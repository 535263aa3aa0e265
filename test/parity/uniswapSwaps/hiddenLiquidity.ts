import { Q96, swapInPool, type Univ3PoolState } from '@gimbal/quant';
import { explainSwap, isExplained, paidInOf, paidOutOf, UNLIMITED, isZeroForOne } from './explainSwap.ts';
import type { LoggedSwap } from './poolEvents.ts';

/** Rounding of the amounts of two swaps, with what each tick adds, stays below this. */
const ROUNDING_UNITS = 8n;
const PIPS = 1_000_000n;

/**
 * Whether liquidity that no event tells of explains a swap from where the pool stands. Either all of it was in range from
 * beginning to end, and then the event comes out to the integer; or it was in range on a part of the way, and then what was
 * traded beside what we know was traded at a price on that way.
 */
export function hasHiddenLiquidity(pool: Univ3PoolState, logged: LoggedSwap): boolean {
  const zeroForOne = isZeroForOne(pool, logged);
  const toPrice = { zeroForOne, amountIn: UNLIMITED, sqrtPriceLimitX96: logged.sqrtPriceX96 };
  const known = swapInPool(pool, toPrice);
  if (known === undefined) return false;
  const hidden = (logged.liquidity ?? known.pool.liquidity) - known.pool.liquidity;
  const liquidity = pool.liquidity + hidden;
  const isThroughout = hidden !== 0n && liquidity >= 0n;
  if (isThroughout && explainSwap({ ...pool, liquidity }, logged).some(isExplained)) return true;
  const ours = { amount0: known.amount0, amount1: known.amount1 };
  const moreIn = paidInOf(logged, zeroForOne) - paidInOf(ours, zeroForOne);
  const moreOut = paidOutOf(logged, zeroForOne) - paidOutOf(ours, zeroForOne);
  if ((moreIn < 0n && moreOut > 0n) || (moreIn > 0n && moreOut < 0n)) return false;
  return isTradedBetween(magnitude(moreIn), magnitude(moreOut), pool, logged, zeroForOne);
}

function isTradedBetween(
  paidIn: bigint,
  paidOut: bigint,
  { sqrtPriceX96, feePips }: Univ3PoolState,
  logged: LoggedSwap,
  zeroForOne: boolean,
): boolean {
  if (paidIn <= ROUNDING_UNITS && paidOut <= ROUNDING_UNITS) return false;
  const [low, high] = [sqrtPriceX96, logged.sqrtPriceX96].toSorted((one, other) => (one < other ? -1 : 1));
  // Of token1 for one token0, in parts of 2^192.
  const [lowest, highest] = [low! * low!, high! * high!];
  const [leastIn, mostIn] = [paidIn - ROUNDING_UNITS, paidIn + ROUNDING_UNITS].map((paid) => paid * (PIPS - feePips));
  const [leastOut, mostOut] = [paidOut - ROUNDING_UNITS, paidOut + ROUNDING_UNITS].map((paid) => paid * PIPS);
  const [least0, most0, least1, most1] = zeroForOne
    ? [leastIn!, mostIn!, leastOut!, mostOut!]
    : [leastOut!, mostOut!, leastIn!, mostIn!];
  return least1 * Q96 * Q96 <= most0 * highest && most1 * Q96 * Q96 >= least0 * lowest;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
