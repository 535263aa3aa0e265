/* Constants of the implied-volatility kernel, each twice as in ../constants.ts. */
export const THREE: usize = memory.data<f64>([3.0, 3.0], 16);
export const EIGHT: usize = memory.data<f64>([8.0, 8.0], 16);
export const SIXTH: usize = memory.data<f64>([0.16666666666666666, 0.16666666666666666], 16);
export const SQRT_2PI: usize = memory.data<f64>([2.5066282746310002, 2.5066282746310002], 16);
export const NO_NUMBER: usize = memory.data<f64>([NaN, NaN], 16);
export const INFINITE: usize = memory.data<f64>([Infinity, Infinity], 16);

/** The least time value as a part of sqrt(F K): 37 deviations out. */
export const TIME_VALUE_PART_MIN: usize = memory.data<f64>([1e-300, 1e-300], 16);

/** The least time value in the quote currency, 2^-1022: what lies below has lost digits. */
export const TIME_VALUE_MIN: usize = memory.data<f64>([2.2250738585072014e-308, 2.2250738585072014e-308], 16);

/** 2^-51 and 2^-53: what a rate costs the time value, as a part of intrinsic value; see ./targets.ts. */
export const DISCOUNT_ROUNDING: usize = memory.data<f64>([4.440892098500626e-16, 4.440892098500626e-16], 16);
export const EXPONENT_ROUNDING: usize = memory.data<f64>([1.1102230246251565e-16, 1.1102230246251565e-16], 16);

/** The least width of the guess's correction, which is nothing at all where the deviation's square underflows. */
export const WIDTH_MIN: usize = memory.data<f64>([1e-300, 1e-300], 16);

/** Total deviation from which on the guess comes from a quantile of the normal distribution. */
export const LARGE_FROM: usize = memory.data<f64>([2.0, 2.0], 16);

/** Where MILLS_CRUDE begins to hold, and the greatest probability that QUANTILE is asked for. */
export const CRUDE_FROM: usize = memory.data<f64>([-0.3, -0.3], 16);
export const PROBABILITY_MAX: usize = memory.data<f64>([0.8, 0.8], 16);

/** 2^52 + 1023: what is taken from a biased exponent in the low bits of 2^52. */
export const BINARY_EXPONENT_BIAS: usize = memory.data<f64>([4503599627371519.0, 4503599627371519.0], 16);
export const MANTISSA_BITS: usize = memory.data<u64>([0xfffffffffffff, 0xfffffffffffff], 16);
