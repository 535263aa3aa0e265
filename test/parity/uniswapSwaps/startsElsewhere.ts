import { getAmount0ForLiquidity, getAmount1ForLiquidity, Q96 } from '@gimbal/quant';
import type { LoggedSwap } from './poolEvents.ts';

/** Rounding of two amounts and a fee moves an amount by less than this many units. */
const ROUNDING_UNITS = 4n;
/** A start nearer to the known price than this isn't another start: one unit of an amount stands for far less. */
const NEAREST_START = 1_000_000n;

/**
 * Whether the event is a sound swap that began at another price than `sqrtPriceX96`, so that events before it are
 * missing. The output and the price after it give the price before it at the logged liquidity, and the input must be the
 * one for that move. A swap that crosses a tick doesn't pass, and neither does one with a number that is wrong.
 */
export function startsElsewhere(logged: LoggedSwap, sqrtPriceX96: bigint, feePips: bigint): boolean {
  const { liquidity, amount0, amount1, sqrtPriceX96: after } = logged;
  const zeroForOne = amount0 > 0n;
  const paidIn = zeroForOne ? amount0 : amount1;
  const paidOut = zeroForOne ? -amount1 : -amount0;
  if (liquidity <= 0n || paidIn <= 0n || paidOut <= 0n) return false;
  const nearer = priceBefore(after, liquidity, paidOut > 1n ? paidOut - 1n : paidOut, zeroForOne);
  const further = priceBefore(after, liquidity, paidOut + 1n, zeroForOne);
  if (nearer === undefined || further === undefined) return false;
  const least = withFee(inputBetween(nearer, after, liquidity, zeroForOne), feePips) - ROUNDING_UNITS;
  const most = withFee(inputBetween(further, after, liquidity, zeroForOne), feePips) + ROUNDING_UNITS;
  const apart = nearer < sqrtPriceX96 ? sqrtPriceX96 - nearer : nearer - sqrtPriceX96;
  return paidIn >= least && paidIn <= most && apart * NEAREST_START > sqrtPriceX96;
}

/** Selling token0 pays out L·(√before - √after) of token1; selling token1 pays out L·(1/√before - 1/√after) of token0. */
function priceBefore(after: bigint, liquidity: bigint, paidOut: bigint, zeroForOne: boolean): bigint | undefined {
  if (zeroForOne) return after + (paidOut * Q96) / liquidity;
  const denominator = liquidity * Q96 + paidOut * after;
  const before = (liquidity * Q96 * after) / denominator;
  return before > 0n ? before : undefined;
}

function inputBetween(before: bigint, after: bigint, liquidity: bigint, zeroForOne: boolean): bigint {
  return zeroForOne
    ? getAmount0ForLiquidity(after, before, liquidity, 'up')
    : getAmount1ForLiquidity(before, after, liquidity, 'up');
}

function withFee(amount: bigint, feePips: bigint): bigint {
  return (amount * 1_000_000n) / (1_000_000n - feePips);
}
