import { HALF, MINUS_HALF, ONE, pair, TWO } from '../constants';
import { COLUMN } from '../layout';
import { coefficient, inverse, madd, nmadd, select } from '../lanes';
import { MILLS_CENTRE, MILLS_FINE, MILLS_ROUGH, MILLS_SHIFT, MILLS_SPAN, MIRROR_BELOW } from './coefficients';
import { SIXTH, SQRT_2PI, THREE } from './constants';
import { COMPLEMENT, DEVIATION, DISTANCE, LESSER, TIME_VALUE } from './layout';
import { logRatioPlus } from './logRatio';

/*
 * One step of Householder's third order on f(s) = ln(model / market), for s = sigma sqrt(tau).
 *
 * With x = |ln(F/K)|, k = x/s, a = k - s/2, b = k + s/2 and F' the lesser of forward and strike,
 *
 *   time value = F' phi(a) C,   C = M(a) - M(b),     above a = -3/4,
 *   complement = F' phi(a) C,   C = M(-a) + M(b),    below,
 *
 * so that f = ln(C sqrt(1/2pi) F' / market) - a^2/2: no exponential is taken, and nothing can underflow. Whichever of the two is
 * less is matched, for its relative error is the one that the price's rounding leaves to the volatility.
 *
 * C comes as a divided difference, as in ../millsPair.ts, and is compared before it is divided by (a + c)(b + c), which
 * spares the volatility two roundings.
 *
 * In d ln s, with c = f'/s the inverse of the logarithmic slope, the higher derivatives of f follow from those of the
 * vega alone, d ln(vega)/d ln s = a b, and are polynomials: no further transcendental function is needed. The step's
 * error is of the fourth order.
 */

export function refineRough(S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) refine(S + i, false);
}

export function refineFine(S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) refine(S + i, true);
}

// @ts-ignore: decorator
@inline
function refine(at: usize, fine: bool): void {
  const s = v128.load(at + DEVIATION);
  const k = f64x2.div(v128.load(at + DISTANCE), s);
  const half = f64x2.mul(s, pair(HALF));
  const a = f64x2.sub(k, half);
  const b = f64x2.add(k, half);
  const mirror = f64x2.lt(a, pair(MIRROR_BELOW));
  const anyMirror = v128.any_true(mirror);
  let z = a;
  let gap = s;
  if (anyMirror) {
    z = select(mirror, f64x2.neg(a), a);
    gap = select(mirror, f64x2.add(k, k), s);
  }
  const shiftedA = f64x2.add(z, pair(MILLS_SHIFT));
  const shiftedB = f64x2.add(b, pair(MILLS_SHIFT));
  const both = f64x2.mul(shiftedA, shiftedB);
  const shared = inverse(both);
  const rb = f64x2.mul(shiftedA, shared);
  const va = f64x2.mul(f64x2.sub(pair(MILLS_CENTRE), z), f64x2.mul(shiftedB, shared));
  const vb = f64x2.mul(f64x2.sub(pair(MILLS_CENTRE), b), rb);
  const a2 = f64x2.mul(va, va);
  const b2 = f64x2.mul(vb, vb);
  let even: v128;
  let odd: v128;
  let evenSlope: v128;
  let oddSlope: v128;
  if (fine) {
    evenSlope = coefficient(MILLS_FINE, 24);
    oddSlope = coefficient(MILLS_FINE, 23);
    even = madd(evenSlope, b2, coefficient(MILLS_FINE, 22));
    odd = madd(oddSlope, b2, coefficient(MILLS_FINE, 21));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 20));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 19));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 18));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 17));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 16));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 15));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 14));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 13));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 12));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 11));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 10));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 9));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 8));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 7));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 6));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 5));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 4));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 3));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_FINE, 2));
    odd = madd(odd, b2, coefficient(MILLS_FINE, 1));
    evenSlope = madd(evenSlope, a2, even);
    even = madd(even, b2, coefficient(MILLS_FINE, 0));
  } else {
    evenSlope = coefficient(MILLS_ROUGH, 8);
    oddSlope = coefficient(MILLS_ROUGH, 7);
    even = madd(evenSlope, b2, coefficient(MILLS_ROUGH, 6));
    odd = madd(oddSlope, b2, coefficient(MILLS_ROUGH, 5));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_ROUGH, 4));
    odd = madd(odd, b2, coefficient(MILLS_ROUGH, 3));
    evenSlope = madd(evenSlope, a2, even);
    oddSlope = madd(oddSlope, a2, odd);
    even = madd(even, b2, coefficient(MILLS_ROUGH, 2));
    odd = madd(odd, b2, coefficient(MILLS_ROUGH, 1));
    evenSlope = madd(evenSlope, a2, even);
    even = madd(even, b2, coefficient(MILLS_ROUGH, 0));
  }
  const atB = madd(vb, odd, even);
  const slope = madd(f64x2.add(va, vb), madd(va, oddSlope, evenSlope), odd);
  const rise = f64x2.mul(f64x2.mul(gap, shared), pair(MILLS_SPAN));
  const sum = madd(slope, madd(rb, pair(MILLS_SPAN), rise), atB);
  let model = f64x2.mul(sum, s);
  let market = v128.load(at + TIME_VALUE);
  let c = f64x2.mul(shared, sum);
  if (anyMirror) {
    const atA = madd(slope, rise, atB);
    const added = madd(shiftedB, atA, f64x2.mul(shiftedA, atB));
    model = select(mirror, added, model);
    market = select(mirror, v128.load(at + COMPLEMENT), market);
    c = select(mirror, f64x2.neg(f64x2.div(f64x2.mul(added, shared), s)), c);
  }
  const lesser = v128.load(at + LESSER);
  const exponent = f64x2.mul(f64x2.mul(a, a), pair(MINUS_HALF));
  const f = logRatioPlus(f64x2.mul(model, lesser), f64x2.mul(market, both), exponent, fine);

  c = f64x2.mul(c, pair(SQRT_2PI));
  const ab = f64x2.mul(a, b);
  const bend = f64x2.sub(f64x2.mul(ab, ab), madd(f64x2.mul(pair(THREE), k), k, f64x2.mul(half, half)));
  const u = f64x2.mul(c, ab);
  const second = f64x2.mul(f, f64x2.sub(u, pair(ONE)));
  const third = madd(f64x2.mul(c, c), bend, nmadd(pair(THREE), u, pair(TWO)));
  const top = f64x2.mul(f64x2.mul(f, c), nmadd(pair(HALF), second, pair(ONE)));
  const bottom = madd(f64x2.mul(f64x2.mul(f, f), pair(SIXTH)), third, f64x2.sub(pair(ONE), second));
  v128.store(at + DEVIATION, nmadd(s, f64x2.div(top, bottom), s));
}
