import { sviTotalVariance } from '@gimbal/quant';
import type { SurfaceSlice } from '@gimbal/quant';

/** Where smiles are compared: at the forward, and one and two deviations to each side of it. */
const DEVIATIONS = [-2, -1, 0, 1, 2];

/** Absolute changes of volatility, in vol points, at equal deviations from the forward, of the expiries that both have. */
export function driftVolPoints(before: readonly SurfaceSlice[], after: readonly SurfaceSlice[]): number[] {
  return after.flatMap((slice) => {
    const earlier = before.find((other) => other.expiryMs === slice.expiryMs);
    if (earlier === undefined) return [];
    return DEVIATIONS.map((deviations) => Math.abs(volAt(slice, deviations) - volAt(earlier, deviations)) * 100);
  });
}

function volAt({ svi, tauYears }: SurfaceSlice, deviations: number): number {
  const k = deviations * Math.sqrt(sviTotalVariance(svi, 0));
  return Math.sqrt(sviTotalVariance(svi, k) / tauYears);
}
