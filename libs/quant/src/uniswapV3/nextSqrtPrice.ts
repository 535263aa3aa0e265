import { divideRoundingUp } from './divideRoundingUp.js';
import { Q96, UINT256_MAX } from './limits.js';

/**
 * Price after `amountIn` of raw input at constant liquidity (SqrtPriceMath.getNextSqrtPriceFromInput): token0 in
 * (`zeroForOne`) lowers it, token1 in raises it. Rounded so that the pool never gives too much. Where the contract's
 * product leaves 256 bits it takes a less precise path, and so does this.
 */
export function getNextSqrtPriceFromInput(
  sqrtPriceX96: bigint,
  liquidity: bigint,
  amountIn: bigint,
  zeroForOne: boolean,
): bigint {
  if (!zeroForOne) return sqrtPriceX96 + (amountIn * Q96) / liquidity;
  if (amountIn === 0n) return sqrtPriceX96;
  const liquidityX96 = liquidity * Q96;
  const product = amountIn * sqrtPriceX96;
  const denominator = liquidityX96 + product;
  if (product <= UINT256_MAX && denominator <= UINT256_MAX) {
    return divideRoundingUp(liquidityX96 * sqrtPriceX96, denominator);
  }
  return divideRoundingUp(liquidityX96, liquidityX96 / sqrtPriceX96 + amountIn);
}

/**
 * Price after `amountOut` of raw output at constant liquidity (SqrtPriceMath.getNextSqrtPriceFromOutput), or
 * `undefined` where the contract reverts because the range doesn't hold that much.
 */
export function getNextSqrtPriceFromOutput(
  sqrtPriceX96: bigint,
  liquidity: bigint,
  amountOut: bigint,
  zeroForOne: boolean,
): bigint | undefined {
  if (zeroForOne) {
    const fall = divideRoundingUp(amountOut * Q96, liquidity);
    return sqrtPriceX96 > fall ? sqrtPriceX96 - fall : undefined;
  }
  const liquidityX96 = liquidity * Q96;
  const product = amountOut * sqrtPriceX96;
  if (product > UINT256_MAX || liquidityX96 <= product) return undefined;
  return divideRoundingUp(liquidityX96 * sqrtPriceX96, liquidityX96 - product);
}
