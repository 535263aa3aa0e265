import type { SviParameters } from '../surfaceTypes.js';
import type { FitTargets } from './fitTargets.js';

/** Where the hyperbola's centre and width are tried, in units of the slice's own deviation. */
const CENTRES = [-2, -1, -0.5, -0.2, 0, 0.2, 0.5, 1, 2];
const WIDTHS = [0.1, 0.25, 0.5, 1, 2, 4];

/** |ρ| stays below this, so that both wings have a slope to start with. */
const RHO_MAX = 0.995;

/**
 * A slice near the best one, to start from: with m and σ given, raw SVI is linear in a, bρ and b, and least squares gives
 * them; m and σ are tried on a grid (the quasi-explicit calibration of De Marco and Martini, Zeliade 2009).
 */
export function initialSlice(targets: FitTargets): SviParameters {
  const atTheMoney = nearestVariance(targets);
  const deviation = Math.sqrt(atTheMoney);
  let best: SviParameters = { a: atTheMoney * 0.9, b: 0.1 * deviation, rho: 0, m: 0, sigma: deviation };
  let bestCost = cost(targets, best);
  for (const centre of CENTRES) {
    for (const width of WIDTHS) {
      const candidate = linearSlice(targets, centre * deviation, width * deviation, atTheMoney);
      const candidateCost = cost(targets, candidate);
      if (candidateCost < bestCost) {
        best = candidate;
        bestCost = candidateCost;
      }
    }
  }
  return best;
}

function nearestVariance({ length, k, w }: FitTargets): number {
  let nearest = 0;
  for (let i = 1; i < length; i++) if (Math.abs(k[i]!) < Math.abs(k[nearest]!)) nearest = i;
  return w[nearest]!;
}

/** Weighted least squares in (a, bρ, b), brought back to b > 0, |ρ| < 1 and a least variance above zero. */
function linearSlice(targets: FitTargets, m: number, sigma: number, atTheMoney: number): SviParameters {
  const { length, k, w, scale } = targets;
  let s = 0,
    sx = 0,
    sr = 0,
    sxx = 0,
    sxr = 0,
    srr = 0,
    sw = 0,
    sxw = 0,
    srw = 0;
  for (let i = 0; i < length; i++) {
    const weight = 1 / (scale[i]! * scale[i]!);
    const x = k[i]! - m;
    const radius = Math.sqrt(x * x + sigma * sigma);
    s += weight;
    sx += weight * x;
    sr += weight * radius;
    sxx += weight * x * x;
    sxr += weight * x * radius;
    srr += weight * radius * radius;
    sw += weight * w[i]!;
    sxw += weight * x * w[i]!;
    srw += weight * radius * w[i]!;
  }
  // Centred, so that two equations are left.
  const cxx = sxx - (sx * sx) / s;
  const cxr = sxr - (sx * sr) / s;
  const crr = srr - (sr * sr) / s;
  const cxw = sxw - (sx * sw) / s;
  const crw = srw - (sr * sw) / s;
  const determinant = cxx * crr - cxr * cxr;
  const free = determinant > 1e-12 * cxx * crr ? (cxx * crw - cxr * cxw) / determinant : 0;
  const b = Math.max(free, 1e-3 * Math.sqrt(atTheMoney));
  const tilt = (cxw - cxr * b) / cxx;
  const rho = Math.max(-RHO_MAX, Math.min(RHO_MAX, tilt / b));
  const a = (sw - b * rho * sx - b * sr) / s;
  const least = 1e-3 * atTheMoney;
  return { a: Math.max(a, least - b * sigma * Math.sqrt(1 - rho * rho)), b, rho, m, sigma };
}

function cost({ length, k, w, scale }: FitTargets, { a, b, rho, m, sigma }: SviParameters): number {
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const x = k[i]! - m;
    const residual = (a + b * (rho * x + Math.sqrt(x * x + sigma * sigma)) - w[i]!) / scale[i]!;
    // As the fit's loss: a stray quote counts by its distance, not by its square.
    sum += Math.sqrt(1 + residual * residual) - 1;
  }
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}
