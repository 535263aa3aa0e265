import { LN2_HIGH, LN2_LOW, ONE_BITS, pair, TWO_TO_52_BITS } from '../constants';
import { coefficient, madd } from '../lanes';
import { atanhTail, exponentBetween, exponentValue } from '../logMoneyness';
import { ATANH_ROUGH, LOG2_ROUGH } from './coefficients';
import { BINARY_EXPONENT_BIAS, MANTISSA_BITS } from './constants';

/**
 * ln(n/d) + addend. Far from the money the whole powers of two in n/d and the addend cancel, so these meet first:
 * e LN2_HIGH is exact.
 */
// @ts-ignore: decorator
@inline
export function logRatioPlus(n: v128, d: v128, addend: v128, fine: bool): v128 {
  const exponent = exponentBetween(n, d);
  const scaled = i64x2.add(d, exponent);
  const e = exponentValue(exponent);
  const u = f64x2.div(f64x2.sub(n, scaled), f64x2.add(n, scaled));
  const tail = fine ? atanhTail(u) : roughTail(u);
  const rest = f64x2.add(f64x2.add(u, u), madd(e, pair(LN2_LOW), tail));
  return f64x2.add(madd(e, pair(LN2_HIGH), addend), rest);
}

// @ts-ignore: decorator
@inline
function roughTail(u: v128): v128 {
  const w = f64x2.mul(u, u);
  return f64x2.mul(f64x2.mul(u, w), madd(coefficient(ATANH_ROUGH, 1), w, coefficient(ATANH_ROUGH, 0)));
}

/** log2 of a positive number, within 1e-4. */
// @ts-ignore: decorator
@inline
export function log2Rough(value: v128): v128 {
  const e = f64x2.sub(v128.or(i64x2.shr_u(value, 52), pair(TWO_TO_52_BITS)), pair(BINARY_EXPONENT_BIAS));
  const m = v128.or(v128.and(value, pair(MANTISSA_BITS)), pair(ONE_BITS));
  let p = madd(coefficient(LOG2_ROUGH, 4), m, coefficient(LOG2_ROUGH, 3));
  p = madd(p, m, coefficient(LOG2_ROUGH, 2));
  p = madd(p, m, coefficient(LOG2_ROUGH, 1));
  return f64x2.add(e, madd(p, m, coefficient(LOG2_ROUGH, 0)));
}
