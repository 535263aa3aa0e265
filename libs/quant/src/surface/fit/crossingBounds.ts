import type { OpenSlice } from './smileRow.js';

/** Log-moneyness beyond which the later slice lies above the earlier one; infinite where it doesn't in the end. */
export interface CrossingBounds {
  readonly kLow: number;
  readonly kHigh: number;
}

/** Slopes so nearly equal that they decide only beyond here, with the later slice the lower one until then. */
const FURTHEST = 1e100;

/**
 * Where to look for crossings. Along a wing a slice is its asymptote, c + R·k, and between 0 and bσ²/(2|k - m|) more. So the
 * later slice is above where its asymptote is above the earlier one's by that much, which once true stays true further
 * out when its slope is no less: from the root of a quadratic on.
 */
export function crossingBounds(near: OpenSlice, far: OpenSlice): CrossingBounds {
  return { kLow: -aboveFrom(mirrored(near), mirrored(far)), kHigh: aboveFrom(near, far) };
}

/** The slice at -k. */
function mirrored(slice: OpenSlice): OpenSlice {
  return { ...slice, left: slice.right, right: slice.left, m: -slice.m };
}

/** The k from which `far` lies above `near` on the right: with y = k - m of `near`, where steeper·y² + higher·y ≥ bσ²/2. */
function aboveFrom(near: OpenSlice, far: OpenSlice): number {
  const steeper = far.right - near.right;
  if (!(steeper >= 0)) return Number.POSITIVE_INFINITY;
  const level = (slice: OpenSlice) => slice.v - slice.root * slice.sigma;
  const higher = level(far) - level(near) + far.right * (near.m - far.m);
  const bend = ((near.left + near.right) / 4) * near.sigma * near.sigma;
  const discriminant = Math.sqrt(higher * higher + 4 * steeper * bend);
  // Each sign by the form that subtracts nothing. Parallel asymptotes, the later one not higher: 0 above 0, or more.
  const y = higher > 0 ? (2 * bend) / (higher + discriminant) : (discriminant - higher) / (2 * steeper);
  return y < FURTHEST ? near.m + y : Number.POSITIVE_INFINITY;
}
