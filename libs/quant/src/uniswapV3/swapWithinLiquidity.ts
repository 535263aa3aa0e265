import { getAmount0ForLiquidity, getAmount1ForLiquidity } from './amountForLiquidity.js';
import { divideRoundingUp } from './divideRoundingUp.js';
import { FEE_PIPS_PER_ONE, MAX_SQRT_RATIO, MIN_SQRT_RATIO, Q96 } from './limits.js';
import { getNextSqrtPriceFromInput, getNextSqrtPriceFromOutput } from './nextSqrtPrice.js';

/** A swap against one constant liquidity. Either the input (fee included) or the output is exact, raw, above 0. */
export type SwapWithinLiquidity = {
  readonly sqrtPriceX96: bigint;
  readonly liquidity: bigint;
  /** True when token0 is paid in and token1 comes out, so that the price falls. */
  readonly zeroForOne: boolean;
  /** The pool's fee in millionths, 500 for the 0.05 % pool. */
  readonly feePips: bigint;
  /** Where this liquidity ends, at most; without it the swap may run to the end of all prices. */
  readonly sqrtPriceTargetX96?: bigint;
} & ({ readonly amountIn: bigint } | { readonly amountOut: bigint });

export interface SwapStep {
  readonly sqrtPriceNextX96: bigint;
  /** Raw input that went into the curve, without the fee. */
  readonly amountIn: bigint;
  readonly feeAmount: bigint;
  readonly amountOut: bigint;
  /** True when the target stopped it: then some of the exact amount is left over. */
  readonly reachedTarget: boolean;
  /** What input and fee would have bought at the price before the swap, rounded down, less what they bought: the whole cost in output token. */
  readonly costInOutput: bigint;
}

/**
 * One step of a swap in the pool's own integers, as SwapMath.computeSwapStep: fee, curve and rounding to the wei, no
 * tick crossed. Throws RangeError on a liquidity, amount or fee that the contract could not hold.
 */
export function swapWithinLiquidity(swap: SwapWithinLiquidity): SwapStep {
  const { sqrtPriceX96, liquidity, zeroForOne, feePips } = swap;
  const exact = 'amountIn' in swap ? swap.amountIn : swap.amountOut;
  if (liquidity <= 0n || sqrtPriceX96 <= 0n || exact <= 0n) {
    throw new RangeError(`Expected price, liquidity and amount above 0, was ${sqrtPriceX96}, ${liquidity}, ${exact}.`);
  }
  if (feePips < 0n || feePips >= FEE_PIPS_PER_ONE) {
    throw new RangeError(`Expected a fee from 0 to below ${FEE_PIPS_PER_ONE} pips, was ${feePips}.`);
  }
  const target = swap.sqrtPriceTargetX96 ?? (zeroForOne ? MIN_SQRT_RATIO : MAX_SQRT_RATIO);
  const next =
    'amountIn' in swap ? nextByInput(swap, swap.amountIn, target) : nextByOutput(swap, swap.amountOut, target);
  const amountIn = inputBetween(sqrtPriceX96, next, liquidity, zeroForOne);
  const paid = outputBetween(sqrtPriceX96, next, liquidity, zeroForOne);
  // Rounding could hand out one more wei than was asked for; the contract caps it.
  const amountOut = 'amountOut' in swap && paid > swap.amountOut ? swap.amountOut : paid;
  const reachedTarget = next === target;
  const feeAmount =
    'amountIn' in swap && !reachedTarget
      ? swap.amountIn - amountIn
      : divideRoundingUp(amountIn * feePips, FEE_PIPS_PER_ONE - feePips);
  const atPriceBefore = outputAtPrice(amountIn + feeAmount, sqrtPriceX96, zeroForOne);
  return {
    sqrtPriceNextX96: next,
    amountIn,
    feeAmount,
    amountOut,
    reachedTarget,
    costInOutput: atPriceBefore - amountOut,
  };
}

function nextByInput(swap: SwapWithinLiquidity, amountIn: bigint, target: bigint): bigint {
  const { sqrtPriceX96, liquidity, zeroForOne, feePips } = swap;
  const lessFee = (amountIn * (FEE_PIPS_PER_ONE - feePips)) / FEE_PIPS_PER_ONE;
  if (lessFee >= inputBetween(sqrtPriceX96, target, liquidity, zeroForOne)) return target;
  return getNextSqrtPriceFromInput(sqrtPriceX96, liquidity, lessFee, zeroForOne);
}

function nextByOutput(swap: SwapWithinLiquidity, amountOut: bigint, target: bigint): bigint {
  const { sqrtPriceX96, liquidity, zeroForOne } = swap;
  if (amountOut >= outputBetween(sqrtPriceX96, target, liquidity, zeroForOne)) return target;
  return getNextSqrtPriceFromOutput(sqrtPriceX96, liquidity, amountOut, zeroForOne) ?? target;
}

function inputBetween(from: bigint, to: bigint, liquidity: bigint, zeroForOne: boolean): bigint {
  return zeroForOne
    ? getAmount0ForLiquidity(to, from, liquidity, 'up')
    : getAmount1ForLiquidity(from, to, liquidity, 'up');
}

function outputBetween(from: bigint, to: bigint, liquidity: bigint, zeroForOne: boolean): bigint {
  return zeroForOne ? getAmount1ForLiquidity(to, from, liquidity) : getAmount0ForLiquidity(from, to, liquidity);
}

function outputAtPrice(amount: bigint, sqrtPriceX96: bigint, zeroForOne: boolean): bigint {
  const price = sqrtPriceX96 * sqrtPriceX96;
  return zeroForOne ? (amount * price) / (Q96 * Q96) : (amount * Q96 * Q96) / price;
}
