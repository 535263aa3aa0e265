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
import { coefficient, madd } from './lanes';

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

/** The part of ln(F/K) without the tail, from e and u, for callers that need no low part. */
// @ts-ignore: decorator
@inline
export function logFromParts(e: v128, u: v128): v128 {
  const small = madd(e, pair(LN2_LOW), atanhTail(u));
  return madd(e, pair(LN2_HIGH), f64x2.add(f64x2.add(u, u), small));
}
