import { sviTotalVariance } from './sviTotalVariance.js';
import type { SviParameters } from './surfaceTypes.js';

/**
 * Derive changed its bounds: the library pinned since clamps k to ±4√(a + bσ) and w to 144; earlier commits clamp k to
 * ±max(0.3, 3√τ) and w to 25. A mark has to follow the version that the venue ran.
 */
export type DeriveSviVersion = 'current' | 'before';

const WIDTH_CURRENT = 4;
const TOTAL_VARIANCE_MAX_CURRENT = 144;
const WIDTH_BEFORE = 3;
const LOG_MONEYNESS_FLOOR_BEFORE = 0.3;
const TOTAL_VARIANCE_MAX_BEFORE = 25;

/**
 * Derive's volatility at a strike from its feed's slice: k = ln(K/F) with the feed's own forward, clamped, and
 * vol = √(w/τ) with the feed's reference tenor, not the time that is left. NaN where a + bσ or w is negative.
 */
export function deriveSviVol(
  svi: SviParameters,
  strike: number,
  sviForward: number,
  refTauYears: number,
  version: DeriveSviVersion = 'current',
): number {
  const width =
    version === 'current'
      ? WIDTH_CURRENT * Math.sqrt(svi.a + svi.b * svi.sigma)
      : Math.max(LOG_MONEYNESS_FLOOR_BEFORE, WIDTH_BEFORE * Math.sqrt(refTauYears));
  const k = Math.max(-width, Math.min(width, Math.log(strike / sviForward)));
  const cap = version === 'current' ? TOTAL_VARIANCE_MAX_CURRENT : TOTAL_VARIANCE_MAX_BEFORE;
  return Math.sqrt(Math.min(sviTotalVariance(svi, k), cap) / refTauYears);
}
