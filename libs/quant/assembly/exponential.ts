import { EXP } from './coefficients';
import { FAST_EXPONENT_MIN, LN2_HIGH, LN2_LOW, LOG2_E, ONE, ONE_BITS, ROUNDER, pair } from './constants';
import { coefficient, madd, nmadd } from './lanes';

/**
 * factor exp(argument + low), within 1 ulp, for arguments between -746 and 746 and a low part far below 1.
 * exp(r) = 1 + r + r^2 R(r) on |r| <= ln(2)/2; the power of two comes in two factors, so that a tiny result
 * underflows gradually and a huge one becomes infinite.
 */
// @ts-ignore: decorator
@inline
export function scaledExponential(argument: v128, low: v128, factor: v128): v128 {
  const shifted = madd(argument, pair(LOG2_E), pair(ROUNDER));
  const n = f64x2.sub(shifted, pair(ROUNDER));
  const r = f64x2.add(nmadd(n, pair(LN2_LOW), nmadd(n, pair(LN2_HIGH), argument)), low);
  const value = f64x2.mul(expReduced(r), factor);
  // The low 32 bits of `shifted` are n; half of it goes into each factor.
  const half = i64x2.shr_s(i64x2.shl(shifted, 32), 33);
  const rest = i64x2.sub(shifted, half);
  const first = i64x2.add(i64x2.shl(half, 52), pair(ONE_BITS));
  const second = i64x2.add(i64x2.shl(rest, 52), pair(ONE_BITS));
  return f64x2.mul(f64x2.mul(value, first), second);
}

/** factor exp(argument), for arguments up to 0 and a factor near 1; below exp(-706) it is 0. */
// @ts-ignore: decorator
@inline
export function fastExponential(argument: v128, factor: v128): v128 {
  const shifted = madd(argument, pair(LOG2_E), pair(ROUNDER));
  const n = f64x2.sub(shifted, pair(ROUNDER));
  const value = f64x2.mul(expReduced(nmadd(n, pair(LN2_LOW), nmadd(n, pair(LN2_HIGH), argument))), factor);
  const scaled = i64x2.add(value, i64x2.shl(shifted, 52));
  return v128.andnot(scaled, f64x2.lt(argument, pair(FAST_EXPONENT_MIN)));
}

/** exp(r) for |r| <= ln(2)/2. */
// @ts-ignore: decorator
@inline
function expReduced(r: v128): v128 {
  const r2 = f64x2.mul(r, r);
  let even = madd(coefficient(EXP, 8), r2, coefficient(EXP, 6));
  let odd = madd(coefficient(EXP, 9), r2, coefficient(EXP, 7));
  even = madd(even, r2, coefficient(EXP, 4));
  odd = madd(odd, r2, coefficient(EXP, 5));
  even = madd(even, r2, coefficient(EXP, 2));
  odd = madd(odd, r2, coefficient(EXP, 3));
  even = madd(even, r2, coefficient(EXP, 0));
  odd = madd(odd, r2, coefficient(EXP, 1));
  return f64x2.add(madd(r2, madd(odd, r, even), r), pair(ONE));
}
