import { MILLS, MILLS_SHIFT, MILLS_Y0, MILLS_Y1 } from '../../kernel/coefficients.gen.js';

// prettier-ignore
const [M0, M1, M2, M3, M4, M5, M6, M7, M8, M9, M10, M11, M12, M13, M14, M15, M16, M17, M18, M19, M20, M21, M22] =
  MILLS as [
    number, number, number, number, number, number, number, number, number, number, number, number, number, number,
    number, number, number, number, number, number, number, number, number,
  ];

/** Where {@link millsPair} leaves the ratios at the two points and their difference. */
export const ratios = { a: 0, b: 0, gap: 0 };

/**
 * Mills ratios at `a` and `b`, and M(a) - M(b) without cancellation by a divided difference; `gap` is b - a. The twin of
 * libs/quant/assembly/millsPair.ts, which has the derivation.
 */
export function millsPair(a: number, b: number, gap: number): void {
  const shiftedA = a + MILLS_SHIFT;
  const shiftedB = b + MILLS_SHIFT;
  const shared = 1 / (shiftedA * shiftedB);
  const ra = shiftedB * shared;
  const rb = shiftedA * shared;
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
  ratios.gap = gap * shared * (ra * MILLS_Y1 * slope + atB);
  ratios.b = rb * atB;
  ratios.a = ratios.b + ratios.gap;
}
