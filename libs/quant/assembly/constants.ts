/**
 * Constants stand in memory, each twice, since one load of 16 bytes is a third of what V8 makes of a splat.
 * `pair(NAME)` is both lanes at once.
 */
export const HALF: usize = memory.data<f64>([0.5, 0.5], 16);
export const MINUS_HALF: usize = memory.data<f64>([-0.5, -0.5], 16);
export const ZERO: usize = memory.data<f64>([0.0, 0.0], 16);
export const ONE: usize = memory.data<f64>([1.0, 1.0], 16);
export const TWO: usize = memory.data<f64>([2.0, 2.0], 16);

/** ln 2 in two parts; the first has 32 significant bits, so that a binary exponent times it is exact. */
export const LN2_HIGH: usize = memory.data<f64>([6.9314718036912381649e-1, 6.9314718036912381649e-1], 16);
export const LN2_LOW: usize = memory.data<f64>([1.90821492927058770002e-10, 1.90821492927058770002e-10], 16);
export const LOG2_E: usize = memory.data<f64>([1.4426950408889634, 1.4426950408889634], 16);
export const INVERSE_SQRT_2PI: usize = memory.data<f64>([0.3989422804014326779, 0.3989422804014326779], 16);

/** 1.5 * 2^52: adding it rounds to a whole number, which then stands in the low bits. */
export const ROUNDER: usize = memory.data<f64>([6755399441055744.0, 6755399441055744.0], 16);

/** Beyond these exponents exp is 0 and infinite, whatever its argument. */
export const EXPONENT_MIN: usize = memory.data<f64>([-746.0, -746.0], 16);
export const EXPONENT_MAX: usize = memory.data<f64>([746.0, 746.0], 16);

/** Above it the power of two fits one factor. */
export const FAST_EXPONENT_MIN: usize = memory.data<f64>([-706.0, -706.0], 16);

/** 2^52 + 2^11: what is taken from a biased exponent that was put into the low bits of 2^52. */
export const EXPONENT_BIAS: usize = memory.data<f64>([4503599627372544.0, 4503599627372544.0], 16);

/** Below it the Mills ratio is taken at the mirrored point; see millsPair.ts. */
export const NEAR_FROM: usize = memory.data<f64>([-0.25, -0.25], 16);

/** Forward and strike lie between these, so that no product on the way leaves a double. */
export const PRICE_MIN: usize = memory.data<f64>([3.872591914849318e-121, 3.872591914849318e-121], 16);
export const PRICE_MAX: usize = memory.data<f64>([2.582249878086909e120, 2.582249878086909e120], 16);

export const VOL_POINT: usize = memory.data<f64>([0.01, 0.01], 16);
export const VOL_POINT_SQUARED: usize = memory.data<f64>([0.0001, 0.0001], 16);
/** 1/365, and half of it. */
export const PER_DAY: usize = memory.data<f64>([0.0027397260273972603, 0.0027397260273972603], 16);
export const HALF_PER_DAY: usize = memory.data<f64>([0.0013698630136986301, 0.0013698630136986301], 16);

export const HALF_MANTISSA: usize = memory.data<u64>([0x8000000000000, 0x8000000000000], 16);
export const EXPONENT_BITS: usize = memory.data<u64>([0xfff0000000000000, 0xfff0000000000000], 16);
export const SIGN_BIT: usize = memory.data<u64>([0x8000000000000000, 0x8000000000000000], 16);
export const TWO_TO_52_BITS: usize = memory.data<u64>([0x4330000000000000, 0x4330000000000000], 16);
export const ONE_BITS: usize = memory.data<u64>([0x3ff0000000000000, 0x3ff0000000000000], 16);

/** Both lanes of a constant. */
// @ts-ignore: decorator
@inline
export function pair(constant: usize): v128 {
  return v128.load(constant);
}
