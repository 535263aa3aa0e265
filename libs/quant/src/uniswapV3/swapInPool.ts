import { getSqrtRatioAtTick } from './getSqrtRatioAtTick.js';
import { getTickAtSqrtRatio } from './getTickAtSqrtRatio.js';
import { MAX_SQRT_RATIO, MIN_SQRT_RATIO } from './limits.js';
import { nextTickInWord } from './nextTickInWord.js';
import type { Univ3PoolState } from './poolState.js';
import { swapWithinLiquidity } from './swapWithinLiquidity.js';

/** A swap as it is asked for: exactly so much in (fee included) or out, raw and above 0, and a price to stop at. */
export type PoolSwap = {
  /** True when token0 is paid in and token1 comes out, so that the price falls. */
  readonly zeroForOne: boolean;
  /** Without it the swap may run to the end of all prices, as routers allow. */
  readonly sqrtPriceLimitX96?: bigint | undefined;
} & ({ readonly amountIn: bigint } | { readonly amountOut: bigint });

export interface SwappedPool {
  readonly pool: Univ3PoolState;
  /** Signed as the pool's Swap event has them: above 0 was paid to the pool, below 0 by it. */
  readonly amount0: bigint;
  readonly amount1: bigint;
  /** Fees in the token that was paid in, contained in its amount; the protocol's share is contained in the fee. */
  readonly feeAmount: bigint;
  readonly protocolFeeAmount: bigint;
  /** Initialised ticks that were crossed. */
  readonly crossed: number;
}

/** What a swap has left to do and has done so far. */
interface Walk {
  pool: Univ3PoolState;
  remaining: bigint;
  paidIn: bigint;
  paidOut: bigint;
  feeAmount: bigint;
  protocolFeeAmount: bigint;
  crossed: number;
}

/**
 * A swap through the ticks of a pool, to the wei: amounts, price, tick and liquidity as UniswapV3Pool.swap leaves them
 * (Uniswap v3 whitepaper, 6.2.3). `undefined` where the contract reverts on the price limit, which must lie beyond the
 * price and inside of all prices, and where ticks take out more liquidity than there is, which no pool's do. Throws
 * RangeError on fees that the contract couldn't hold.
 */
export function swapInPool(before: Univ3PoolState, swap: PoolSwap): SwappedPool | undefined {
  const { zeroForOne } = swap;
  const limit = swap.sqrtPriceLimitX96 ?? (zeroForOne ? MIN_SQRT_RATIO + 1n : MAX_SQRT_RATIO - 1n);
  const reachable = zeroForOne
    ? limit < before.sqrtPriceX96 && limit > MIN_SQRT_RATIO
    : limit > before.sqrtPriceX96 && limit < MAX_SQRT_RATIO;
  if (!reachable) return undefined;
  const walk: Walk = {
    pool: before,
    remaining: 'amountIn' in swap ? swap.amountIn : swap.amountOut,
    paidIn: 0n,
    paidOut: 0n,
    feeAmount: 0n,
    protocolFeeAmount: 0n,
    crossed: 0,
  };
  while (walk.remaining > 0n && walk.pool.sqrtPriceX96 !== limit) {
    takeStep(walk, zeroForOne, 'amountIn' in swap, limit);
    if (walk.pool.liquidity < 0n) return undefined;
  }
  const { pool, paidIn, paidOut, feeAmount, protocolFeeAmount, crossed } = walk;
  const amounts = zeroForOne ? { amount0: paidIn, amount1: -paidOut } : { amount0: -paidOut, amount1: paidIn };
  return { pool, ...amounts, feeAmount, protocolFeeAmount, crossed };
}

/** To the next tick, the limit or the end of the amount, whichever comes first. */
function takeStep(walk: Walk, zeroForOne: boolean, exactIn: boolean, limit: bigint): void {
  const { pool } = walk;
  const next = nextTickInWord(pool, zeroForOne);
  const priceAtNext = getSqrtRatioAtTick(next.tick);
  const target = (zeroForOne ? priceAtNext < limit : priceAtNext > limit) ? limit : priceAtNext;
  const sqrtPriceX96 = pool.liquidity === 0n ? target : tradeStep(walk, zeroForOne, exactIn, target);
  if (sqrtPriceX96 === priceAtNext) {
    const net = next.initialized?.liquidityNet ?? 0n;
    const liquidity = zeroForOne ? pool.liquidity - net : pool.liquidity + net;
    if (next.initialized !== undefined) walk.crossed++;
    walk.pool = { ...pool, sqrtPriceX96, liquidity, tick: zeroForOne ? next.tick - 1 : next.tick };
    return;
  }
  const tick = sqrtPriceX96 === pool.sqrtPriceX96 ? pool.tick : getTickAtSqrtRatio(sqrtPriceX96);
  walk.pool = { ...pool, sqrtPriceX96, tick };
}

/** Trades against the liquidity in range, and returns the price afterwards. */
function tradeStep(walk: Walk, zeroForOne: boolean, exactIn: boolean, target: bigint): bigint {
  const { sqrtPriceX96, liquidity, feePips, feeProtocol } = walk.pool;
  const exact = exactIn ? { amountIn: walk.remaining } : { amountOut: walk.remaining };
  const step = swapWithinLiquidity({
    sqrtPriceX96,
    liquidity,
    feePips,
    zeroForOne,
    sqrtPriceTargetX96: target,
    ...exact,
  });
  const paidIn = step.amountIn + step.feeAmount;
  walk.remaining -= exactIn ? paidIn : step.amountOut;
  walk.paidIn += paidIn;
  walk.paidOut += step.amountOut;
  walk.feeAmount += step.feeAmount;
  if (feeProtocol > 0n) walk.protocolFeeAmount += step.feeAmount / feeProtocol;
  return step.sqrtPriceNextX96;
}
