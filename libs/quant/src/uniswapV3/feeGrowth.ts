import { UINT256_MAX } from './limits.js';

const Q128 = 2n ** 128n;

/** Fee growths wrap at 2^256 in the contracts, and only their differences mean anything. */
export function wrap256(value: bigint): bigint {
  return value & UINT256_MAX;
}

/** Fee growth of one token as the pool stores it: per unit of liquidity, in 1/2^128 of the token's smallest unit. */
export interface FeeGrowth {
  readonly globalX128: bigint;
  readonly outsideLowerX128: bigint;
  readonly outsideUpperX128: bigint;
}

/**
 * Fee growth of one token inside a range. A tick stores what accrued on the side of it that the price is not on, so
 * what lies beside the range is the stored number or its complement (Uniswap v3 whitepaper, 6.3, equations 6.17 to
 * 6.19). v4 pools keep the same numbers.
 */
export function feeGrowthInsideX128(growth: FeeGrowth, tick: number, lowerTick: number, upperTick: number): bigint {
  const { globalX128, outsideLowerX128, outsideUpperX128 } = growth;
  const below = tick >= lowerTick ? outsideLowerX128 : globalX128 - outsideLowerX128;
  const above = tick < upperTick ? outsideUpperX128 : globalX128 - outsideUpperX128;
  return wrap256(globalX128 - below - above);
}

/** Smallest units that a position of `liquidity` is owed since its last touch, rounded down as the contract does. */
export function feesSince(liquidity: bigint, insideX128: bigint, insideLastX128: bigint): bigint {
  return (liquidity * wrap256(insideX128 - insideLastX128)) / Q128;
}

/**
 * Growth that one swap adds for every unit of liquidity in range. With a dynamic fee (v4) each swap has its own, so
 * growth is summed over swaps, each at the fee that was read with it: there is no fee of the pool to multiply with.
 */
export function feeGrowthOfSwapX128(feeAmount: bigint, liquidityInRange: bigint): bigint {
  return liquidityInRange === 0n ? 0n : (feeAmount * Q128) / liquidityInRange;
}
