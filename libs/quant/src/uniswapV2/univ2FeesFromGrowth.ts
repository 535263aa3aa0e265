/** A constant-product pool at one moment, in the contract's integers. */
export interface Univ2Reserves {
  readonly reserve0: bigint;
  readonly reserve1: bigint;
  readonly totalSupply: bigint;
}

/** Growth of a share between two moments: √k per pool token, as fractions of the first. */
export interface Univ2Growth {
  /** √k per pool token at the second moment over that at the first, at least 1 when nothing was taken out. */
  readonly growthRatio: number;
  /** The part of what the share is worth at the second moment that fees have earned: 1 − 1/growthRatio. */
  readonly feeFraction: number;
}

/**
 * What fees have earned. Swaps without a fee, deposits and withdrawals leave √k per pool token as it is, so whatever it
 * grew by is fees (Uniswap v2 whitepaper, 2.4). The product is taken in integers: reserves don't fit a double.
 */
export function univ2FeesFromGrowth(before: Univ2Reserves, after: Univ2Reserves): Univ2Growth {
  const scale = before.totalSupply * before.totalSupply * after.reserve0 * after.reserve1;
  const base = after.totalSupply * after.totalSupply * before.reserve0 * before.reserve1;
  const growthRatio = Math.sqrt(ratio(scale, base));
  return { growthRatio, feeFraction: 1 - 1 / growthRatio };
}

/** Two whole numbers of any size as a quotient, to 2^-64. */
function ratio(numerator: bigint, denominator: bigint): number {
  return Number((numerator << 64n) / denominator) / 2 ** 64;
}
