import { MILLS, MILLS_SHIFT, MILLS_Y0, MILLS_Y1 } from './coefficients';
import { NEAR_FROM, pair, ZERO } from './constants';
import { COLUMN, D1, D2, DEVIATION, LOG_MONEYNESS, MILLS_A, MILLS_B, MILLS_GAP, NEAR } from './layout';
import { coefficient, inverse, madd, select } from './lanes';

/*
 * M(z) = (1 - Phi(z))/phi(z) at two points a < b, and their difference without cancellation.
 *
 * The out-of-the-money value is F phi(d1) (M(a) - M(b)), with a = |x|/s - s/2 and b = |x|/s + s/2; at small s the two
 * ratios agree in most digits. But M = r P(y) with r = 1/(z + c) and y linear in r, so
 *
 *   M(a) - M(b) = (b - a) ra rb (P(yb) + ra y1 P[ya, yb]),
 *
 * where the divided difference P[ya, yb] comes from a second Horner chain beside the first, for what evaluating P(ya)
 * would cost, and every term is positive. M(a) is then M(b) plus the difference. Even and odd powers run apart, which
 * halves the chains; two pairs of lanes run side by side, which hides what latency is left.
 *
 * Below a = -1/4 the value is min(F, K) - F phi(d1) (M(-a) + M(b)), where nothing cancels; the point is mirrored and
 * the gap is b - |a|.
 */

export function writeMillsPair(S: usize): void {
  writePoints(S);
  writeRatios(S);
}

/** The ratios and their difference, from the points that `storePoints` has left. */
export function writeRatios(S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 32) {
    const ra0 = v128.load(S + MILLS_A + i);
    const ra1 = v128.load(S + MILLS_A + i, 16);
    const rb0 = v128.load(S + MILLS_B + i);
    const rb1 = v128.load(S + MILLS_B + i, 16);
    const ya0 = madd(pair(MILLS_Y1), ra0, pair(MILLS_Y0));
    const ya1 = madd(pair(MILLS_Y1), ra1, pair(MILLS_Y0));
    const yb0 = madd(pair(MILLS_Y1), rb0, pair(MILLS_Y0));
    const yb1 = madd(pair(MILLS_Y1), rb1, pair(MILLS_Y0));
    const a0 = f64x2.mul(ya0, ya0);
    const a1 = f64x2.mul(ya1, ya1);
    const b0 = f64x2.mul(yb0, yb0);
    const b1 = f64x2.mul(yb1, yb1);
    let even0 = madd(coefficient(MILLS, 22), b0, coefficient(MILLS, 20));
    let even1 = madd(coefficient(MILLS, 22), b1, coefficient(MILLS, 20));
    let odd0 = madd(coefficient(MILLS, 21), b0, coefficient(MILLS, 19));
    let odd1 = madd(coefficient(MILLS, 21), b1, coefficient(MILLS, 19));
    let evenSlope0 = madd(coefficient(MILLS, 22), a0, even0);
    let evenSlope1 = madd(coefficient(MILLS, 22), a1, even1);
    let oddSlope0 = madd(coefficient(MILLS, 21), a0, odd0);
    let oddSlope1 = madd(coefficient(MILLS, 21), a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 18));
    even1 = madd(even1, b1, coefficient(MILLS, 18));
    odd0 = madd(odd0, b0, coefficient(MILLS, 17));
    odd1 = madd(odd1, b1, coefficient(MILLS, 17));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 16));
    even1 = madd(even1, b1, coefficient(MILLS, 16));
    odd0 = madd(odd0, b0, coefficient(MILLS, 15));
    odd1 = madd(odd1, b1, coefficient(MILLS, 15));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 14));
    even1 = madd(even1, b1, coefficient(MILLS, 14));
    odd0 = madd(odd0, b0, coefficient(MILLS, 13));
    odd1 = madd(odd1, b1, coefficient(MILLS, 13));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 12));
    even1 = madd(even1, b1, coefficient(MILLS, 12));
    odd0 = madd(odd0, b0, coefficient(MILLS, 11));
    odd1 = madd(odd1, b1, coefficient(MILLS, 11));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 10));
    even1 = madd(even1, b1, coefficient(MILLS, 10));
    odd0 = madd(odd0, b0, coefficient(MILLS, 9));
    odd1 = madd(odd1, b1, coefficient(MILLS, 9));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 8));
    even1 = madd(even1, b1, coefficient(MILLS, 8));
    odd0 = madd(odd0, b0, coefficient(MILLS, 7));
    odd1 = madd(odd1, b1, coefficient(MILLS, 7));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 6));
    even1 = madd(even1, b1, coefficient(MILLS, 6));
    odd0 = madd(odd0, b0, coefficient(MILLS, 5));
    odd1 = madd(odd1, b1, coefficient(MILLS, 5));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 4));
    even1 = madd(even1, b1, coefficient(MILLS, 4));
    odd0 = madd(odd0, b0, coefficient(MILLS, 3));
    odd1 = madd(odd1, b1, coefficient(MILLS, 3));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(MILLS, 2));
    even1 = madd(even1, b1, coefficient(MILLS, 2));
    odd0 = madd(odd0, b0, coefficient(MILLS, 1));
    odd1 = madd(odd1, b1, coefficient(MILLS, 1));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    even0 = madd(even0, b0, coefficient(MILLS, 0));
    even1 = madd(even1, b1, coefficient(MILLS, 0));
    const atB0 = madd(yb0, odd0, even0);
    const atB1 = madd(yb1, odd1, even1);
    const slope0 = madd(f64x2.add(ya0, yb0), madd(ya0, oddSlope0, evenSlope0), odd0);
    const slope1 = madd(f64x2.add(ya1, yb1), madd(ya1, oddSlope1, evenSlope1), odd1);
    const lift0 = madd(f64x2.mul(ra0, pair(MILLS_Y1)), slope0, atB0);
    const lift1 = madd(f64x2.mul(ra1, pair(MILLS_Y1)), slope1, atB1);
    const gap0 = f64x2.mul(v128.load(S + MILLS_GAP + i), lift0);
    const gap1 = f64x2.mul(v128.load(S + MILLS_GAP + i, 16), lift1);
    const mb0 = f64x2.mul(rb0, atB0);
    const mb1 = f64x2.mul(rb1, atB1);
    v128.store(S + MILLS_GAP + i, gap0);
    v128.store(S + MILLS_GAP + i, gap1, 16);
    v128.store(S + MILLS_B + i, mb0);
    v128.store(S + MILLS_B + i, mb1, 16);
    v128.store(S + MILLS_A + i, f64x2.add(mb0, gap0));
    v128.store(S + MILLS_A + i, f64x2.add(mb1, gap1), 16);
  }
}

/** The points of a block from its d1 and d2. */
function writePoints(S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const d1 = v128.load(S + D1 + i);
    const d2 = v128.load(S + D2 + i);
    const above = f64x2.gt(v128.load(S + LOG_MONEYNESS + i), pair(ZERO));
    const a = select(above, d2, f64x2.neg(d1));
    const b = select(above, d1, f64x2.neg(d2));
    storePoints(a, b, v128.load(S + DEVIATION + i), S + i);
  }
}

/** Leaves ra and rb in the places of the ratios, and (b - a) ra rb in the place of their difference. */
// @ts-ignore: decorator
@inline
export function storePoints(a: v128, b: v128, deviation: v128, at: usize): void {
  const near = f64x2.ge(a, pair(NEAR_FROM));
  const point = select(near, a, f64x2.neg(a));
  const gap = select(near, deviation, f64x2.sub(b, point));
  const shiftedA = f64x2.add(point, pair(MILLS_SHIFT));
  const shiftedB = f64x2.add(b, pair(MILLS_SHIFT));
  const shared = inverse(f64x2.mul(shiftedA, shiftedB));
  v128.store(at + NEAR, near);
  v128.store(at + MILLS_A, f64x2.mul(shiftedB, shared));
  v128.store(at + MILLS_B, f64x2.mul(shiftedA, shared));
  v128.store(at + MILLS_GAP, f64x2.mul(gap, shared));
}
