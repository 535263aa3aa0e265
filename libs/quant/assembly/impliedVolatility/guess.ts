import { HALF, ONE, pair } from '../constants';
import { COLUMN } from '../layout';
import { coefficient, inverse, madd, select } from '../lanes';
import { BACHELIER, MILLS_CRUDE, QUANTILE } from './coefficients';
import { CRUDE_FROM, EIGHT, LARGE_FROM, PROBABILITY_MAX, RATIO_MAX, THREE } from './constants';
import { COMPLEMENT, DEVIATION, DISTANCE, LESSER, TIME_VALUE } from './layout';
import { log2Rough } from './logRatio';

/*
 * The first guess of s = sigma sqrt(tau), within 5 % (0.6 % for s < 1).
 *
 * With x = |ln(F/K)| and b = time value / sqrt(F K), Bachelier's model has x/b = w(k), k = x/s: one function of one
 * variable, inverted by a quotient of polynomials in log2(1 + w). The lognormal s is longer by the factor
 * 1 + s^2/(8 (k^2 + 3)) in the first order.
 *
 * A large s is a question about a tail of the normal distribution instead. With a = k - s/2 and b = k + s/2,
 *   time value / F' = Phi(-a) (1 - M(b)/M(a)),   complement / F' = Phi(a) (1 + M(b)/M(-a)),   b^2 = a^2 + 2 x
 * (F' the lesser of forward and strike). The factor changes slowly and is taken at Bachelier's s; the quantile gives a.
 */
export function writeGuess(F: usize, K: usize, S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const x = v128.load(S + DISTANCE + i);
    const mean = f64x2.sqrt(f64x2.mul(v128.load(F + i), v128.load(K + i)));
    const value = f64x2.div(v128.load(S + TIME_VALUE + i), mean);
    const ratio = f64x2.pmin(f64x2.div(x, value), pair(RATIO_MAX));
    const l = log2Rough(f64x2.add(pair(ONE), ratio));
    const top = madd(
      madd(madd(coefficient(BACHELIER, 0), l, coefficient(BACHELIER, 1)), l, coefficient(BACHELIER, 2)),
      l,
      coefficient(BACHELIER, 3),
    );
    const bottom = madd(madd(coefficient(BACHELIER, 4), l, coefficient(BACHELIER, 5)), l, pair(ONE));
    const normal = f64x2.mul(f64x2.add(x, value), f64x2.sqrt(f64x2.div(bottom, top)));
    const square = f64x2.mul(normal, normal);
    const width = f64x2.mul(pair(EIGHT), madd(x, x, f64x2.mul(pair(THREE), square)));
    let s = madd(normal, f64x2.div(f64x2.mul(square, square), width), normal);
    const large = f64x2.ge(s, pair(LARGE_FROM));
    if (v128.any_true(large)) {
      const lesser = v128.load(S + LESSER + i);
      s = select(large, largeGuess(x, s, v128.load(S + TIME_VALUE + i), v128.load(S + COMPLEMENT + i), lesser), s);
    }
    v128.store(S + DEVIATION + i, s);
  }
}

function largeGuess(x: v128, s: v128, timeValue: v128, complement: v128, lesser: v128): v128 {
  const k = f64x2.div(x, s);
  const half = f64x2.mul(s, pair(HALF));
  const a = f64x2.sub(k, half);
  const mirrored = f64x2.lt(complement, timeValue);
  const millsA = millsCrude(select(mirrored, f64x2.abs(a), f64x2.pmax(pair(CRUDE_FROM), a)));
  const millsB = millsCrude(f64x2.add(k, half));
  const part = f64x2.mul(select(mirrored, complement, timeValue), millsA);
  const whole = f64x2.mul(lesser, f64x2.add(millsA, select(mirrored, millsB, f64x2.neg(millsB))));
  const tail = f64x2.pmin(f64x2.div(part, whole), pair(PROBABILITY_MAX));
  const l = f64x2.sqrt(f64x2.neg(log2Rough(tail)));
  const top = madd(madd(coefficient(QUANTILE, 0), l, coefficient(QUANTILE, 1)), l, coefficient(QUANTILE, 2));
  const z = f64x2.div(top, madd(coefficient(QUANTILE, 3), l, pair(ONE)));
  const side = select(mirrored, f64x2.neg(z), z);
  // s = b - a
  return f64x2.sub(f64x2.sqrt(madd(side, side, f64x2.add(x, x))), side);
}

// @ts-ignore: decorator
@inline
function millsCrude(z: v128): v128 {
  const r = inverse(f64x2.add(z, pair(THREE)));
  let p = madd(coefficient(MILLS_CRUDE, 0), r, coefficient(MILLS_CRUDE, 1));
  p = madd(p, r, coefficient(MILLS_CRUDE, 2));
  return f64x2.mul(r, madd(p, r, coefficient(MILLS_CRUDE, 3)));
}
