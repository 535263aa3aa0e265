/** Ticks and prices outside of which the core contracts revert (TickMath of Uniswap v3-core). */
export const MIN_TICK = -887_272;
export const MAX_TICK = 887_272;
export const MIN_SQRT_RATIO = 4_295_128_739n;
export const MAX_SQRT_RATIO = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n;

/** Fixed point of sqrtPriceX96. */
export const Q96 = 2n ** 96n;

/** Fees are in hundredths of a basis point. */
export const FEE_PIPS_PER_ONE = 1_000_000n;

export const UINT256_MAX = 2n ** 256n - 1n;
