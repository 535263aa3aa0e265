import { getSqrtRatioAtTick } from './getSqrtRatioAtTick.js';
import { MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO, MIN_TICK } from './limits.js';

const LOG_OF_TICK = Math.log1p(1e-4) / 2;
const LOG_OF_Q96 = 96 * Math.LN2;

/**
 * The greatest tick whose sqrt ratio is at most `sqrtPriceX96`, which is the contract's definition. A float
 * logarithm gives the neighbourhood and the exact ratios decide, so the answer is exact.
 * Throws RangeError outside [MIN_SQRT_RATIO, MAX_SQRT_RATIO), where the contract reverts.
 */
export function getTickAtSqrtRatio(sqrtPriceX96: bigint): number {
  if (sqrtPriceX96 < MIN_SQRT_RATIO || sqrtPriceX96 >= MAX_SQRT_RATIO) {
    throw new RangeError(
      `Expected a sqrtPriceX96 from ${MIN_SQRT_RATIO} to below ${MAX_SQRT_RATIO}, was ${sqrtPriceX96}.`,
    );
  }
  const estimate = Math.floor((Math.log(Number(sqrtPriceX96)) - LOG_OF_Q96) / LOG_OF_TICK);
  let tick = Math.min(MAX_TICK, Math.max(MIN_TICK, estimate));
  while (getSqrtRatioAtTick(tick) > sqrtPriceX96) tick--;
  while (tick < MAX_TICK && getSqrtRatioAtTick(tick + 1) <= sqrtPriceX96) tick++;
  return tick;
}
