import type { SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';

/** What Derive's contract clamps to (SVI.sol): log-moneyness to ±4√(a + bσ), total variance to 144. */
const CLAMP_DEVIATIONS = 4;
const TOTAL_VARIANCE_MAX = 144;

/**
 * The slice's volatility at log-moneyness ln(strike/forward), per year. A venue's own slice is read as its contract reads
 * it. NaN where the parameters give no variance above 0.
 */
export function sliceVol({ a, b, rho, m, sigma, tauYears, origin }: SurfaceSlice, logMoneyness: number): number {
  const isVenues = origin === 'venue';
  const reach = isVenues ? CLAMP_DEVIATIONS * Math.sqrt(a + b * sigma) : Infinity;
  const k = Math.max(-reach, Math.min(reach, logMoneyness));
  const variance = a + b * (rho * (k - m) + Math.sqrt((k - m) * (k - m) + sigma * sigma));
  const w = isVenues ? Math.min(variance, TOTAL_VARIANCE_MAX) : variance;
  return w > 0 ? Math.sqrt(w / tauYears) : Number.NaN;
}
