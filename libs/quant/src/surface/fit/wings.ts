import type { SviParameters } from '../surfaceTypes.js';

/**
 * The coordinates in which slices are fitted: ln v, ln L, ln R, m, ln σ, with v the least variance of the hyperbola, L and R
 * the slopes of its wings, b(1 - ρ) and b(1 + ρ). Whatever they are, they are a raw SVI slice with b > 0, |ρ| < 1, σ > 0
 * and w > 0, and the order of two slices in their wings is the order of their slopes:
 * w = v + (R - L)/2·x + (R + L)/2·√(x² + σ²) - √(LR)·σ with x = k - m.
 */
export const WINGS_LENGTH = 5;

export const LOG_LEAST_VARIANCE = 0;
export const LOG_LEFT_SLOPE = 1;
export const LOG_RIGHT_SLOPE = 2;
export const CENTRE = 3;
export const LOG_SIGMA = 4;

/** Keeps ln away from -∞ for slices that lie on the edge of raw SVI (ρ = ±1, or touching zero). */
const POSITIVE_MIN = 1e-12;

export function writeWings(out: Float64Array, offset: number, { a, b, rho, m, sigma }: SviParameters): void {
  const left = b * (1 - rho);
  const right = b * (1 + rho);
  out[offset + LOG_LEAST_VARIANCE] = logPositive(a + sigma * Math.sqrt(Math.max(0, left * right)));
  out[offset + LOG_LEFT_SLOPE] = logPositive(left);
  out[offset + LOG_RIGHT_SLOPE] = logPositive(right);
  out[offset + CENTRE] = m;
  out[offset + LOG_SIGMA] = logPositive(sigma);
}

export function readWings(wings: Float64Array, offset: number): SviParameters {
  const left = Math.exp(wings[offset + LOG_LEFT_SLOPE]!);
  const right = Math.exp(wings[offset + LOG_RIGHT_SLOPE]!);
  const sigma = Math.exp(wings[offset + LOG_SIGMA]!);
  return {
    a: Math.exp(wings[offset + LOG_LEAST_VARIANCE]!) - Math.sqrt(left * right) * sigma,
    b: (left + right) / 2,
    rho: (right - left) / (right + left),
    m: wings[offset + CENTRE]!,
    sigma,
  };
}

function logPositive(value: number): number {
  return Math.log(Math.max(POSITIVE_MIN, value));
}
