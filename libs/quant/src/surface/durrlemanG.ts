import type { SmilePoint } from './sviTotalVariance.js';

/**
 * Durrleman's function g(k) = (1 - k·w'/(2w))² - (w'/2)²(1/w + 1/4) + w''/2. The density implied at k has its sign, so a
 * slice has no butterfly arbitrage where g ≥ 0 (Gatheral and Jacquier 2014, lemma 2.2). NaN where w isn't positive.
 */
export function durrlemanG(k: number, { w, slope, curvature }: SmilePoint): number {
  if (!(w > 0)) return Number.NaN;
  const tilt = 1 - (k * slope) / (2 * w);
  return tilt * tilt - ((slope * slope) / 4) * (1 / w + 0.25) + curvature / 2;
}
