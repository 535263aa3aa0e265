import * as coefficients from '../../kernel/coefficients.gen.js';
import { scratch } from './scratch.js';

const { d1, d2, deviation, millsA, millsB, millsGap, near, x } = scratch;

// prettier-ignore
const [M0, M1, M2, M3, M4, M5, M6, M7, M8, M9, M10, M11, M12, M13, M14, M15, M16, M17, M18, M19, M20, M21, M22] =
  coefficients.MILLS as [
    number, number, number, number, number, number, number, number, number, number, number, number, number, number,
    number, number, number, number, number, number, number, number, number,
  ];

const { MILLS_SHIFT, MILLS_Y0, MILLS_Y1 } = coefficients;

/** Below it the Mills ratio is taken at the mirrored point. */
const NEAR_FROM = -0.25;

/**
 * Mills ratios at two points, and their difference without cancellation by a divided difference: the twin of
 * libs/quant/assembly/millsPair.ts, which has the derivation.
 */
export function writeMillsPair(rows: number): void {
  writePoints(rows);
  for (let i = 0; i < rows; i++) {
    const ra = millsA[i]!;
    const rb = millsB[i]!;
    const ya = MILLS_Y1 * ra + MILLS_Y0;
    const yb = MILLS_Y1 * rb + MILLS_Y0;
    const a2 = ya * ya;
    const b2 = yb * yb;

    let even = M22 * b2 + M20;
    let odd = M21 * b2 + M19;
    let evenSlope = M22 * a2 + even;
    let oddSlope = M21 * a2 + odd;
    even = even * b2 + M18;
    odd = odd * b2 + M17;
    evenSlope = evenSlope * a2 + even;
    oddSlope = oddSlope * a2 + odd;
    even = even * b2 + M16;
    odd = odd * b2 + M15;
    evenSlope = evenSlope * a2 + even;
    oddSlope = oddSlope * a2 + odd;
    even = even * b2 + M14;
    odd = odd * b2 + M13;
    evenSlope = evenSlope * a2 + even;
    oddSlope = oddSlope * a2 + odd;
    even = even * b2 + M12;
    odd = odd * b2 + M11;
    evenSlope = evenSlope * a2 + even;
    oddSlope = oddSlope * a2 + odd;
    even = even * b2 + M10;
    odd = odd * b2 + M9;
    evenSlope = evenSlope * a2 + even;
    oddSlope = oddSlope * a2 + odd;
    even = even * b2 + M8;
    odd = odd * b2 + M7;
    evenSlope = evenSlope * a2 + even;
    oddSlope = oddSlope * a2 + odd;
    even = even * b2 + M6;
    odd = odd * b2 + M5;
    evenSlope = evenSlope * a2 + even;
    oddSlope = oddSlope * a2 + odd;
    even = even * b2 + M4;
    odd = odd * b2 + M3;
    evenSlope = evenSlope * a2 + even;
    oddSlope = oddSlope * a2 + odd;
    even = even * b2 + M2;
    odd = odd * b2 + M1;
    evenSlope = evenSlope * a2 + even;
    even = even * b2 + M0;

    const atB = yb * odd + even;
    const slope = (ya + yb) * (ya * oddSlope + evenSlope) + odd;
    const gap = millsGap[i]! * (ra * MILLS_Y1 * slope + atB);
    const ratioB = rb * atB;
    millsGap[i] = gap;
    millsB[i] = ratioB;
    millsA[i] = ratioB + gap;
  }
}

/** ra and rb in the places of the ratios, and (b - a) ra rb in the place of their difference. */
function writePoints(rows: number): void {
  for (let i = 0; i < rows; i++) {
    const side = x[i]! > 0 ? 1 : -1;
    const one = side * d1[i]!;
    const other = side * d2[i]!;
    const a = Math.min(one, other);
    const b = Math.max(one, other);
    const isNear = a >= NEAR_FROM;
    const point = isNear ? a : -a;
    const shiftedA = point + MILLS_SHIFT;
    const shiftedB = b + MILLS_SHIFT;
    const shared = 1 / (shiftedA * shiftedB);
    near[i] = +isNear;
    millsA[i] = shiftedB * shared;
    millsB[i] = shiftedA * shared;
    millsGap[i] = (isNear ? deviation[i]! : b - point) * shared;
  }
}
