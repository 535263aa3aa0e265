import { divideRoundingUp } from './divideRoundingUp.js';
import { Q96 } from './limits.js';

/**
 * Raw token0 between two prices: L·(√b - √a)/(√a·√b), with the contract's two divisions and their rounding
 * (SqrtPriceMath.getAmount0Delta; rounded down it is also LiquidityAmounts.getAmount0ForLiquidity). The pool rounds
 * up what it takes and down what it pays. The prices may come in either order and must be above 0.
 */
export function getAmount0ForLiquidity(
  sqrtRatioAX96: bigint,
  sqrtRatioBX96: bigint,
  liquidity: bigint,
  rounding: 'down' | 'up' = 'down',
): bigint {
  const lower = sqrtRatioAX96 < sqrtRatioBX96 ? sqrtRatioAX96 : sqrtRatioBX96;
  const upper = sqrtRatioAX96 < sqrtRatioBX96 ? sqrtRatioBX96 : sqrtRatioAX96;
  if (lower <= 0n) throw new RangeError(`Expected sqrt prices above 0, was ${lower}.`);
  const numerator = liquidity * Q96 * (upper - lower);
  if (rounding === 'up') return divideRoundingUp(divideRoundingUp(numerator, upper), lower);
  return numerator / upper / lower;
}

/** Raw token1 between two prices: L·(√b - √a), rounded as the contract does (SqrtPriceMath.getAmount1Delta). */
export function getAmount1ForLiquidity(
  sqrtRatioAX96: bigint,
  sqrtRatioBX96: bigint,
  liquidity: bigint,
  rounding: 'down' | 'up' = 'down',
): bigint {
  const distance = sqrtRatioAX96 < sqrtRatioBX96 ? sqrtRatioBX96 - sqrtRatioAX96 : sqrtRatioAX96 - sqrtRatioBX96;
  return rounding === 'up' ? divideRoundingUp(liquidity * distance, Q96) : (liquidity * distance) / Q96;
}
