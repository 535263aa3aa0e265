import type { SviParameters } from './surfaceTypes.js';

/** Total variance of raw SVI at log-moneyness `k` = ln(K/F). */
export function sviTotalVariance({ a, b, rho, m, sigma }: SviParameters, k: number): number {
  const x = k - m;
  return a + b * (rho * x + Math.sqrt(x * x + sigma * sigma));
}

/** Total variance with its first and second derivative by log-moneyness. */
export interface SmilePoint {
  readonly w: number;
  readonly slope: number;
  readonly curvature: number;
}

/** w, w' and w'' of raw SVI at `k`, by differentiation. A slice with σ = 0 has no derivatives at its kink: NaN there. */
export function sviSmilePoint({ a, b, rho, m, sigma }: SviParameters, k: number): SmilePoint {
  const x = k - m;
  const radius = Math.sqrt(x * x + sigma * sigma);
  return {
    w: a + b * (rho * x + radius),
    slope: b * (rho + x / radius),
    curvature: (b * sigma * sigma) / (radius * radius * radius),
  };
}
