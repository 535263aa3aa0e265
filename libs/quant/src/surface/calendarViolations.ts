import { sviTotalVariance } from './sviTotalVariance.js';
import type { SviParameters } from './surfaceTypes.js';

/** Where an earlier slice lies above a later one: by how much total variance, or at ±∞ by how much slope. */
export interface CalendarViolation {
  readonly k: number;
  readonly above: number;
}

/**
 * The points of `grid` at which total variance falls from the earlier slice to the later at equal k, and ±∞ where the
 * earlier one's wing is the steeper. Empty when there is no calendar arbitrage between the two.
 */
export function calendarViolations(
  earlier: SviParameters,
  later: SviParameters,
  grid: ArrayLike<number>,
): CalendarViolation[] {
  const violations: CalendarViolation[] = [];
  for (let i = 0; i < grid.length; i++) {
    const above = sviTotalVariance(earlier, grid[i]!) - sviTotalVariance(later, grid[i]!);
    if (!(above <= 0)) violations.push({ k: grid[i]!, above });
  }
  for (const side of [-1, 1] as const) {
    const above = earlier.b * (1 + side * earlier.rho) - later.b * (1 + side * later.rho);
    if (!(above <= 0)) violations.push({ k: side * Number.POSITIVE_INFINITY, above });
  }
  return violations;
}
