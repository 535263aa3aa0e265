import { FAST_MILLS, FAST_SHIFT, FAST_Y0, FAST_Y1, MILLS, MILLS_SHIFT, MILLS_Y0, MILLS_Y1 } from './coefficients';
import { HALF, NEAR_FROM, pair, ZERO } from './constants';
import { COLUMN, D1, D2, DEVIATION, INVERSE_DEVIATION, LOG_MONEYNESS, MILLS_A, MILLS_B, MILLS_GAP, NEAR } from './layout';
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

/** The ratios and their difference, from d1 and d2. */
export function writeMillsPair(S: usize): void {
  writePoints(S);
  writeRatios(S, MILLS, MILLS_Y0, MILLS_Y1, false);
}

/** The points of a block in the fast mode, from x and s. */
export function writeFastPoints(S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const deviation = v128.load(S + i, DEVIATION);
    const distance = f64x2.mul(f64x2.abs(v128.load(S + i, LOG_MONEYNESS)), v128.load(S + i, INVERSE_DEVIATION));
    const half = f64x2.mul(deviation, pair(HALF));
    storePoints(f64x2.sub(distance, half), f64x2.add(distance, half), deviation, FAST_SHIFT, S + i);
  }
}

/** The ratios and their difference in the fast mode, from the points that `storePoints` has left with FAST_SHIFT. */
export function writeFastRatios(S: usize): void {
  writeRatios(S, FAST_MILLS, FAST_Y0, FAST_Y1, true);
}

/** `fast` begins at the power 20, the other one at 22. */
// @ts-ignore: decorator
@inline
function writeRatios(S: usize, table: usize, y0: usize, y1: usize, fast: bool): void {
  for (let i: usize = 0; i < COLUMN; i += 32) {
    const ra0 = v128.load(S + i, MILLS_A);
    const ra1 = v128.load(S + i, MILLS_A + 16);
    const rb0 = v128.load(S + i, MILLS_B);
    const rb1 = v128.load(S + i, MILLS_B + 16);
    const ya0 = madd(pair(y1), ra0, pair(y0));
    const ya1 = madd(pair(y1), ra1, pair(y0));
    const yb0 = madd(pair(y1), rb0, pair(y0));
    const yb1 = madd(pair(y1), rb1, pair(y0));
    const a0 = f64x2.mul(ya0, ya0);
    const a1 = f64x2.mul(ya1, ya1);
    const b0 = f64x2.mul(yb0, yb0);
    const b1 = f64x2.mul(yb1, yb1);
    let even0 = fast ? coefficient(table, 20) : coefficient(table, 22);
    let even1 = fast ? coefficient(table, 20) : coefficient(table, 22);
    let odd0 = fast ? coefficient(table, 19) : coefficient(table, 21);
    let odd1 = fast ? coefficient(table, 19) : coefficient(table, 21);
    let evenSlope0 = even0;
    let evenSlope1 = even1;
    let oddSlope0 = odd0;
    let oddSlope1 = odd1;
    if (!fast) {
      even0 = madd(even0, b0, coefficient(table, 20));
      even1 = madd(even1, b1, coefficient(table, 20));
      odd0 = madd(odd0, b0, coefficient(table, 19));
      odd1 = madd(odd1, b1, coefficient(table, 19));
      evenSlope0 = madd(evenSlope0, a0, even0);
      evenSlope1 = madd(evenSlope1, a1, even1);
      oddSlope0 = madd(oddSlope0, a0, odd0);
      oddSlope1 = madd(oddSlope1, a1, odd1);
    }
    even0 = madd(even0, b0, coefficient(table, 18));
    even1 = madd(even1, b1, coefficient(table, 18));
    odd0 = madd(odd0, b0, coefficient(table, 17));
    odd1 = madd(odd1, b1, coefficient(table, 17));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(table, 16));
    even1 = madd(even1, b1, coefficient(table, 16));
    odd0 = madd(odd0, b0, coefficient(table, 15));
    odd1 = madd(odd1, b1, coefficient(table, 15));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(table, 14));
    even1 = madd(even1, b1, coefficient(table, 14));
    odd0 = madd(odd0, b0, coefficient(table, 13));
    odd1 = madd(odd1, b1, coefficient(table, 13));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(table, 12));
    even1 = madd(even1, b1, coefficient(table, 12));
    odd0 = madd(odd0, b0, coefficient(table, 11));
    odd1 = madd(odd1, b1, coefficient(table, 11));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(table, 10));
    even1 = madd(even1, b1, coefficient(table, 10));
    odd0 = madd(odd0, b0, coefficient(table, 9));
    odd1 = madd(odd1, b1, coefficient(table, 9));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(table, 8));
    even1 = madd(even1, b1, coefficient(table, 8));
    odd0 = madd(odd0, b0, coefficient(table, 7));
    odd1 = madd(odd1, b1, coefficient(table, 7));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(table, 6));
    even1 = madd(even1, b1, coefficient(table, 6));
    odd0 = madd(odd0, b0, coefficient(table, 5));
    odd1 = madd(odd1, b1, coefficient(table, 5));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(table, 4));
    even1 = madd(even1, b1, coefficient(table, 4));
    odd0 = madd(odd0, b0, coefficient(table, 3));
    odd1 = madd(odd1, b1, coefficient(table, 3));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    oddSlope0 = madd(oddSlope0, a0, odd0);
    oddSlope1 = madd(oddSlope1, a1, odd1);
    even0 = madd(even0, b0, coefficient(table, 2));
    even1 = madd(even1, b1, coefficient(table, 2));
    odd0 = madd(odd0, b0, coefficient(table, 1));
    odd1 = madd(odd1, b1, coefficient(table, 1));
    evenSlope0 = madd(evenSlope0, a0, even0);
    evenSlope1 = madd(evenSlope1, a1, even1);
    even0 = madd(even0, b0, coefficient(table, 0));
    even1 = madd(even1, b1, coefficient(table, 0));
    const atB0 = madd(yb0, odd0, even0);
    const atB1 = madd(yb1, odd1, even1);
    const slope0 = madd(f64x2.add(ya0, yb0), madd(ya0, oddSlope0, evenSlope0), odd0);
    const slope1 = madd(f64x2.add(ya1, yb1), madd(ya1, oddSlope1, evenSlope1), odd1);
    const lift0 = madd(f64x2.mul(ra0, pair(y1)), slope0, atB0);
    const lift1 = madd(f64x2.mul(ra1, pair(y1)), slope1, atB1);
    const gap0 = f64x2.mul(v128.load(S + i, MILLS_GAP), lift0);
    const gap1 = f64x2.mul(v128.load(S + i, MILLS_GAP + 16), lift1);
    const mb0 = f64x2.mul(rb0, atB0);
    const mb1 = f64x2.mul(rb1, atB1);
    v128.store(S + i, gap0, MILLS_GAP);
    v128.store(S + i, gap1, MILLS_GAP + 16);
    v128.store(S + i, mb0, MILLS_B);
    v128.store(S + i, mb1, MILLS_B + 16);
    v128.store(S + i, f64x2.add(mb0, gap0), MILLS_A);
    v128.store(S + i, f64x2.add(mb1, gap1), MILLS_A + 16);
  }
}

/** The points of a block from its d1 and d2. */
function writePoints(S: usize): void {
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const d1 = v128.load(S + i, D1);
    const d2 = v128.load(S + i, D2);
    const above = f64x2.gt(v128.load(S + i, LOG_MONEYNESS), pair(ZERO));
    const a = select(above, d2, f64x2.neg(d1));
    const b = select(above, d1, f64x2.neg(d2));
    storePoints(a, b, v128.load(S + i, DEVIATION), MILLS_SHIFT, S + i);
  }
}

/** Leaves ra and rb in the places of the ratios, and (b - a) ra rb in the place of their difference. */
// @ts-ignore: decorator
@inline
export function storePoints(a: v128, b: v128, deviation: v128, shift: usize, at: usize): void {
  const near = f64x2.ge(a, pair(NEAR_FROM));
  const point = select(near, a, f64x2.neg(a));
  const gap = select(near, deviation, f64x2.sub(b, point));
  const shiftedA = f64x2.add(point, pair(shift));
  const shiftedB = f64x2.add(b, pair(shift));
  const shared = inverse(f64x2.mul(shiftedA, shiftedB));
  v128.store(at, near, NEAR);
  v128.store(at, f64x2.mul(shiftedB, shared), MILLS_A);
  v128.store(at, f64x2.mul(shiftedA, shared), MILLS_B);
  v128.store(at, f64x2.mul(gap, shared), MILLS_GAP);
}
