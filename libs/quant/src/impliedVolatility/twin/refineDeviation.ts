import { MILLS_CENTRE, MILLS_FINE, MILLS_ROUGH, MILLS_SHIFT, MILLS_SPAN, MIRROR_BELOW } from './coefficients.gen.js';
import { logRatioPlus } from './logRatio.js';

/* The twin of libs/quant/assembly/impliedVolatility/refine.ts, which has the derivation. */

const SQRT_2PI = 2.5066282746310002;
const SIXTH = 0.16666666666666666;

/** P at vb, and its divided difference between va and vb. */
const polynomial = { atB: 0, slope: 0 };

/** σ√τ after one more step of the third order, towards the lesser of time value and complement. */
export function refineDeviation(
  s: number,
  x: number,
  timeValue: number,
  complement: number,
  lesser: number,
  fine: boolean,
): number {
  const k = x / s;
  const half = s * 0.5;
  const a = k - half;
  const b = k + half;
  const mirror = a < MIRROR_BELOW;
  const z = mirror ? -a : a;
  const gap = mirror ? k + k : s;
  const shiftedA = z + MILLS_SHIFT;
  const shiftedB = b + MILLS_SHIFT;
  const both = shiftedA * shiftedB;
  const shared = 1 / both;
  const rb = shiftedA * shared;
  evaluate(fine ? MILLS_FINE : MILLS_ROUGH, (MILLS_CENTRE - z) * (shiftedB * shared), (MILLS_CENTRE - b) * rb);
  const { atB, slope } = polynomial;
  const rise = gap * shared * MILLS_SPAN;
  const sum = slope * (rb * MILLS_SPAN + rise) + atB;
  const added = shiftedB * (slope * rise + atB) + shiftedA * atB;
  const model = mirror ? added : sum * s;
  const market = mirror ? complement : timeValue;
  const c = (mirror ? -((added * shared) / s) : shared * sum) * SQRT_2PI;
  const f = logRatioPlus(model * lesser, market * both, a * a * -0.5, fine);

  const ab = a * b;
  const bend = ab * ab - (3 * k * k + half * half);
  const u = c * ab;
  const second = f * (u - 1);
  const third = c * c * bend + (2 - 3 * u);
  const top = f * c * (1 - 0.5 * second);
  const bottom = f * f * SIXTH * third + (1 - second);
  return s - s * (top / bottom);
}

/** Even and odd powers apart, each with its slope: four chains, as in the kernel. */
function evaluate(coefficients: readonly number[], va: number, vb: number): void {
  const a2 = va * va;
  const b2 = vb * vb;
  const top = coefficients.length - 1;
  let evenSlope = coefficients[top]!;
  let even = evenSlope * b2 + coefficients[top - 2]!;
  for (let i = top - 4; i >= 0; i -= 2) {
    evenSlope = evenSlope * a2 + even;
    even = even * b2 + coefficients[i]!;
  }
  let oddSlope = coefficients[top - 1]!;
  let odd = oddSlope * b2 + coefficients[top - 3]!;
  for (let i = top - 5; i >= 0; i -= 2) {
    oddSlope = oddSlope * a2 + odd;
    odd = odd * b2 + coefficients[i]!;
  }
  polynomial.atB = vb * odd + even;
  polynomial.slope = (va + vb) * (va * oddSlope + evenSlope) + odd;
}
