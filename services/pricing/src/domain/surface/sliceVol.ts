import type { SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';

/** What Derive's contract clamps to (SVI.sol): log-moneyness to ±4√(a + bσ), total variance to 144. */
const CLAMP_DEVIATIONS = 4;
const TOTAL_VARIANCE_MAX = 144;

/**
 * The slice's volatility at log-moneyness ln(strike/forward), per year. A venue's own slice is read as its contract reads
 * it. NaN where the parameters give no variance above 0.
 */
export function sliceVol(slice: SurfaceSlice, logMoneyness: number): number {
  const { a, b, rho, m, sigma, tauYears, origin } = slice;
  const isVenues = origin === 'venue';
  const reach = reachOf(slice);
  const k = Math.max(-reach, Math.min(reach, logMoneyness));
  const variance = a + b * (rho * (k - m) + Math.sqrt((k - m) * (k - m) + sigma * sigma));
  const w = isVenues ? Math.min(variance, TOTAL_VARIANCE_MAX) : variance;
  return w > 0 ? Math.sqrt(w / tauYears) : Number.NaN;
}

/**
 * How that volatility changes with log-moneyness, dσ/dk = w'/(2·τ·σ) with w = σ²τ; 0 where a venue's contract holds it
 * (beyond its clamps), and where there is no variance.
 */
export function sliceVolSlope(slice: SurfaceSlice, logMoneyness: number): number {
  const vol = sliceVol(slice, logMoneyness);
  const { b, rho, m, sigma, tauYears, origin } = slice;
  if (Number.isNaN(vol) || Math.abs(logMoneyness) > reachOf(slice)) return 0;
  if (origin === 'venue' && vol * vol * tauYears >= TOTAL_VARIANCE_MAX) return 0;
  const radius = Math.sqrt((logMoneyness - m) * (logMoneyness - m) + sigma * sigma);
  // At the kink of a slice with σ = 0 the two sides differ: their middle is taken.
  const slope = b * (rho + (radius === 0 ? 0 : (logMoneyness - m) / radius));
  return slope / (2 * tauYears * vol);
}

function reachOf({ a, b, sigma, origin }: SurfaceSlice): number {
  return origin === 'venue' ? CLAMP_DEVIATIONS * Math.sqrt(a + b * sigma) : Infinity;
}
