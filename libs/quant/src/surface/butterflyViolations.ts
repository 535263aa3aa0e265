import { durrlemanG } from './durrlemanG.js';
import { sviSmilePoint } from './sviTotalVariance.js';
import type { SviParameters } from './surfaceTypes.js';

/** Where a slice's density is negative (g < 0), or its total variance isn't positive (g is NaN). */
export interface ButterflyViolation {
  readonly k: number;
  readonly g: number;
}

/** Lee's bound: a wing slope above it makes g negative far enough out, whatever a grid says. */
const LEE_SLOPE_MAX = 2;

/** The points of `grid` at which a slice has butterfly arbitrage, and ±∞ where a wing is too steep. Empty when it has none. */
export function butterflyViolations(svi: SviParameters, grid: ArrayLike<number>): ButterflyViolation[] {
  const violations: ButterflyViolation[] = [];
  for (let i = 0; i < grid.length; i++) {
    const g = durrlemanG(grid[i]!, sviSmilePoint(svi, grid[i]!));
    if (!(g >= 0)) violations.push({ k: grid[i]!, g });
  }
  for (const side of [-1, 1] as const) {
    const slope = svi.b * (1 + side * svi.rho);
    // The limit of g along a wing of slope s: (1 - 1/2)² - (s/2)²/4, or 1 along a flat one.
    if (!(slope <= LEE_SLOPE_MAX) || slope < 0) {
      violations.push({ k: side * Number.POSITIVE_INFINITY, g: 0.25 - (slope * slope) / 16 });
    }
  }
  return violations;
}
