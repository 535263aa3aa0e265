import { getAmount0ForLiquidity, getAmount1ForLiquidity } from './amountForLiquidity.js';
import { getSqrtRatioAtTick } from './getSqrtRatioAtTick.js';

export interface TokenAmounts {
  /** Raw integer amount of token0 (USDC of 6 decimals: millionths). */
  readonly amount0: bigint;
  readonly amount1: bigint;
}

/**
 * What a position would be paid if it were burnt now, fees aside, to the wei; with `rounding` 'up', what minting it
 * would cost. Below its range a position is all token0, above all token1.
 */
export function amountsForLiquidity(
  sqrtPriceX96: bigint,
  tickLower: number,
  tickUpper: number,
  liquidity: bigint,
  rounding: 'down' | 'up' = 'down',
): TokenAmounts {
  const lower = getSqrtRatioAtTick(tickLower);
  const upper = getSqrtRatioAtTick(tickUpper);
  const price = sqrtPriceX96 < lower ? lower : sqrtPriceX96 > upper ? upper : sqrtPriceX96;
  return {
    amount0: getAmount0ForLiquidity(price, upper, liquidity, rounding),
    amount1: getAmount1ForLiquidity(lower, price, liquidity, rounding),
  };
}
