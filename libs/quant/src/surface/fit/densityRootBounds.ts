import type { OpenSlice } from './smileRow.js';

type Polynomial = readonly number[];

/**
 * Where to look for the roots of g: with k = m + σ(t - 1/t)/2 and t from 0 to ∞, w is Q/(2t) for a quadratic Q, and
 * 16(t² + 1)³Q²·g is a polynomial of tenth degree in t. Its outermost coefficients are σ²R²(4 - R²) and σ²L²(4 - L²), so
 * with both wings below Lee's slope of 2 it is positive near 0 and ∞, and a bound on its positive roots says from where.
 * Returns t of both ends, or undefined when a wing is too steep for that. g > 0 outside, by algebra and not by a grid.
 */
export function densityRootBounds({
  v,
  left,
  right,
  m,
  sigma,
  root,
}: OpenSlice): { readonly tLow: number; readonly tHigh: number } | undefined {
  if (!(left < LEE_SLOPE && right < LEE_SLOPE)) return undefined;
  const quadratic = [sigma * left, 2 * (v - root * sigma), sigma * right];
  const moneyness = [-sigma, 2 * m, sigma];
  const slope = [-left, 0, right];
  const square = times(quadratic, quadratic);
  // 1 - k·w'/(2w) over 2(t² + 1)Q, squared; then (w'/2)²(1/w + 1/4); then w''/2 with w'' = 8b·t³/(σ(t² + 1)³).
  const tilt = plus(times(ONE_PLUS_SQUARE, quadratic), 2, times(moneyness, slope), -1);
  const first = times(ONE_PLUS_SQUARE, times(tilt, tilt));
  const second = times(ONE_PLUS_SQUARE, times(times(slope, slope), plus(times([0, 8], quadratic), 1, square, 1)));
  const third = times([0, 0, 0, (32 * (left + right)) / sigma], square);
  const density = plus(plus(first, 4, second, -1), 1, third, 1);
  return { tLow: 1 / positiveRootBound(density.toReversed()), tHigh: positiveRootBound(density) };
}

const LEE_SLOPE = 2;
const ONE_PLUS_SQUARE = [1, 0, 1];

/** Lagrange's bound as Kioustelidis has it: no positive root lies above twice the largest (-aₙ₋ⱼ/aₙ)^(1/j). 0 when aₙ alone decides. */
function positiveRootBound(coefficients: Polynomial): number {
  const degree = coefficients.length - 1;
  const leading = coefficients[degree]!;
  let bound = 0;
  for (let j = 1; j <= degree; j++) {
    const below = coefficients[degree - j]!;
    if (below < 0) bound = Math.max(bound, 2 * (-below / leading) ** (1 / j));
  }
  return bound;
}

function times(one: Polynomial, other: Polynomial): number[] {
  const product = Array.from({ length: one.length + other.length - 1 }, () => 0);
  for (let i = 0; i < one.length; i++) {
    for (let j = 0; j < other.length; j++) product[i + j] = product[i + j]! + one[i]! * other[j]!;
  }
  return product;
}

function plus(one: Polynomial, oneFactor: number, other: Polynomial, otherFactor: number): number[] {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, i) => oneFactor * (one[i] ?? 0) + otherFactor * (other[i] ?? 0));
}
