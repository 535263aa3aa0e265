import type { SviParameters } from '../surfaceTypes.js';
import { sviTotalVariance } from '../sviTotalVariance.js';
import type { FitTargets } from './fitTargets.js';

const CORRELATIONS = [-0.95, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 0.95];

/** Shares of the steepest smile that is allowed; the last stays a little inside. */
const STEEPNESSES = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.99];

/**
 * The slice nearest to the quotes of those that have no butterfly arbitrage by a theorem: w = θ/2·(1 + ρφk +
 * √((φk + ρ)² + 1 - ρ²)) with θφ(1 + |ρ|) < 4 and θφ²(1 + |ρ|) ≤ 4 (Gatheral and Jacquier 2014, theorem 4.2), with θ the
 * variance at the money and (ρ, φ) from a grid. Not a good fit, but a start from which a good one keeps clear of arbitrage.
 */
export function safeSlice(targets: FitTargets): SviParameters {
  const theta = varianceAtTheMoney(targets);
  let best = naturalSlice(theta, 0, 0.02 * steepest(theta, 0));
  let bestCost = Number.POSITIVE_INFINITY;
  for (const rho of CORRELATIONS) {
    for (const share of STEEPNESSES) {
      const candidate = naturalSlice(theta, rho, share * steepest(theta, rho));
      const cost = distance(targets, candidate);
      if (!(cost < bestCost)) continue;
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

/** The greatest φ that both conditions of the theorem allow. */
function steepest(theta: number, rho: number): number {
  const tilt = theta * (1 + Math.abs(rho));
  return Math.min(4 / tilt, 2 / Math.sqrt(tilt));
}

function naturalSlice(theta: number, rho: number, phi: number): SviParameters {
  const rest = 1 - rho * rho;
  return { a: (theta / 2) * rest, b: (theta * phi) / 2, rho, m: -rho / phi, sigma: Math.sqrt(rest) / phi };
}

/** Of the quotes nearest the forward, weighted by how near: one of them alone may be far from the others. */
function varianceAtTheMoney({ length, k, w, scale }: FitTargets): number {
  const order = Array.from({ length }, (_, i) => i).sort((one, other) => Math.abs(k[one]!) - Math.abs(k[other]!));
  let weights = 0;
  let sum = 0;
  for (const i of order.slice(0, 3)) {
    weights += 1 / scale[i]!;
    sum += w[i]! / scale[i]!;
  }
  return sum / weights;
}

function distance({ length, k, w, scale }: FitTargets, svi: SviParameters): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += Math.abs(sviTotalVariance(svi, k[i]!) - w[i]!) / scale[i]!;
  return sum;
}
