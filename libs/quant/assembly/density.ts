import { EXPONENT_MAX, EXPONENT_MIN, INVERSE_SQRT_2PI, ONE, pair, ZERO } from './constants';
import { fastExponential, scaledExponential } from './exponential';
import { COLUMN, DENSITY, DISCOUNT, EXPONENT, EXPONENT_LOW } from './layout';

/** The normal density from its exponent; the precise form adds the exponent's low part. */
export function writeDensity(S: usize, precise: bool): void {
  if (precise) {
    for (let i: usize = 0; i < COLUMN; i += 16) {
      const exponent = v128.load(S + i, EXPONENT);
      const argument = f64x2.pmax(exponent, pair(EXPONENT_MIN));
      // The low part of a huge exponent is huge itself, and means nothing once the exponent is cut.
      const low = v128.and(v128.load(S + i, EXPONENT_LOW), f64x2.gt(exponent, pair(EXPONENT_MIN)));
      const value = scaledExponential(argument, low, pair(INVERSE_SQRT_2PI));
      v128.store(S + i, value, DENSITY);
    }
  } else {
    for (let i: usize = 0; i < COLUMN; i += 16) {
      v128.store(S + i, fastExponential(v128.load(S + i, EXPONENT), pair(INVERSE_SQRT_2PI)), DENSITY);
    }
  }
}

/** exp(-rate tau); where every rate of the block is 0, which is the rule, nothing is computed. exp(0) is 1 either way. */
export function writeDiscount(R: usize, T: usize, S: usize): void {
  let any = i64x2.splat(0);
  for (let i: usize = 0; i < COLUMN; i += 16) any = v128.or(any, i64x2.shl(v128.load(R + i), 1));
  if (!v128.any_true(any)) {
    for (let i: usize = 0; i < COLUMN; i += 16) v128.store(S + i, pair(ONE), DISCOUNT);
    return;
  }
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const rate = v128.load(R + i);
    const exponent = f64x2.neg(f64x2.mul(rate, v128.load(T + i)));
    const argument = f64x2.pmin(f64x2.pmax(exponent, pair(EXPONENT_MIN)), pair(EXPONENT_MAX));
    const value = scaledExponential(argument, pair(ZERO), pair(ONE));
    // An infinite rate is no rate: 0 times it is NaN, and the row is refused.
    v128.store(S + i, f64x2.add(value, f64x2.mul(rate, pair(ZERO))), DISCOUNT);
  }
}
