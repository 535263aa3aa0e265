import { ATANH } from './coefficients';
import {
  EXPONENT_BIAS,
  EXPONENT_BITS,
  HALF_MANTISSA,
  LN2_HIGH,
  LN2_LOW,
  pair,
  SIGN_BIT,
  TWO_TO_52_BITS,
} from './constants';
import { coefficient, madd, productError } from './lanes';

/* ln(F/K) = e ln 2 + 2 atanh(u), u = (F - K') / (F + K'), K' = K 2^e within [2/3, 3/2] of F: exact at the money. */

/** e in the bits of an exponent, so that adding it to K's bits gives K'. */
// @ts-ignore: decorator
@inline
export function exponentBetween(forward: v128, strike: v128): v128 {
  return v128.and(i64x2.add(i64x2.sub(forward, strike), pair(HALF_MANTISSA)), pair(EXPONENT_BITS));
}

/** e as a double. */
// @ts-ignore: decorator
@inline
export function exponentValue(exponentBits: v128): v128 {
  const low = i64x2.shr_u(v128.xor(exponentBits, pair(SIGN_BIT)), 52);
  return f64x2.sub(v128.or(low, pair(TWO_TO_52_BITS)), pair(EXPONENT_BIAS));
}

/** 2 atanh(u) - 2 u. */
// @ts-ignore: decorator
@inline
export function atanhTail(u: v128): v128 {
  const w = f64x2.mul(u, u);
  const w2 = f64x2.mul(w, w);
  let even = madd(coefficient(ATANH, 6), w2, coefficient(ATANH, 4));
  let odd = madd(coefficient(ATANH, 7), w2, coefficient(ATANH, 5));
  even = madd(even, w2, coefficient(ATANH, 2));
  odd = madd(odd, w2, coefficient(ATANH, 3));
  even = madd(even, w2, coefficient(ATANH, 0));
  odd = madd(odd, w2, coefficient(ATANH, 1));
  return f64x2.mul(f64x2.mul(u, w), madd(odd, w, even));
}

/**
 * 2 atanh(u + uLow) - 2 u, for callers that need ln(F/K) beyond a double. It is up to a sixtieth of the logarithm, and the
 * whole of its error: so the cube is taken in two parts, and only what is a fiftieth of it again is rounded on the way.
 */
// @ts-ignore: decorator
@inline
export function atanhTailPrecise(u: v128, uLow: v128): v128 {
  const w = f64x2.mul(u, u);
  const wLow = productError(u, u, w);
  const cube = f64x2.mul(u, w);
  const cubeLow = madd(u, wLow, productError(u, w, cube));
  const w2 = f64x2.mul(w, w);
  let even = madd(coefficient(ATANH, 7), w2, coefficient(ATANH, 5));
  let odd = madd(coefficient(ATANH, 6), w2, coefficient(ATANH, 4));
  even = madd(even, w2, coefficient(ATANH, 3));
  odd = madd(odd, w2, coefficient(ATANH, 2));
  even = madd(even, w2, coefficient(ATANH, 1));
  const higher = f64x2.mul(cube, f64x2.mul(w, madd(odd, w, even)));
  const twoULow = f64x2.add(uLow, uLow);
  const small = madd(twoULow, w, madd(coefficient(ATANH, 0), cubeLow, higher));
  return f64x2.add(madd(coefficient(ATANH, 0), cube, small), twoULow);
}

/** The part of ln(F/K) without the tail, from e and u, for callers that need no low part. */
// @ts-ignore: decorator
@inline
export function logFromParts(e: v128, u: v128): v128 {
  const small = madd(e, pair(LN2_LOW), atanhTail(u));
  return madd(e, pair(LN2_HIGH), f64x2.add(f64x2.add(u, u), small));
}
