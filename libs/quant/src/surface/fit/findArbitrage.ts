import { butterflyViolations } from '../butterflyViolations.js';
import { calendarViolations } from '../calendarViolations.js';
import { LOG_MONEYNESS_MAX } from '../limits.js';
import { stretchedGrid } from '../stretchedGrid.js';
import type { SviParameters } from '../surfaceTypes.js';
import { sviTotalVariance } from '../sviTotalVariance.js';

/** A twenty-fifth of a deviation: several times finer than the fit's own grid. */
const CHECK_STEP = 0.04;

/** Where a chain of slices has arbitrage; ±∞ isn't listed as a point, and counts. */
export interface FoundArbitrage {
  readonly none: boolean;
  readonly butterflyK: readonly (readonly number[])[];
  readonly calendarK: readonly (readonly number[])[];
  /** By slice, and by pair of neighbours: whether there is any. */
  readonly butterfly: readonly boolean[];
  readonly calendar: readonly boolean[];
}

/** Looks for butterfly arbitrage in each slice and calendar arbitrage between neighbours, on a fine grid and at ±∞. */
export function findArbitrage(slices: readonly SviParameters[]): FoundArbitrage {
  const grids = slices.map(checkGrid);
  const butterflies = slices.map((slice, i) => butterflyViolations(slice, grids[i]!));
  const calendars = slices.slice(0, -1).map((slice, i) => {
    // The shorter slice's grid is the finer at the money; the later one's adds points around its own centre.
    const later = slices[i + 1]!;
    return [...calendarViolations(slice, later, grids[i]!), ...calendarViolations(slice, later, grids[i + 1]!)];
  });
  const points = (violations: readonly { readonly k: number }[]) => {
    return violations.map(({ k }) => k).filter(Number.isFinite);
  };
  const butterfly = butterflies.map((violations) => violations.length > 0);
  const calendar = calendars.map((violations) => violations.length > 0);
  return {
    none: !butterfly.includes(true) && !calendar.includes(true),
    butterflyK: butterflies.map(points),
    calendarK: calendars.map(points),
    butterfly,
    calendar,
  };
}

/** Fine around the money and around the slice's own kink. */
export function checkGrid(slice: SviParameters): Float64Array {
  const deviation = Math.sqrt(Math.max(1e-8, sviTotalVariance(slice, 0)));
  const around = stretchedGrid(deviation, CHECK_STEP, LOG_MONEYNESS_MAX);
  const kink = stretchedGrid(1, CHECK_STEP, 10).map((x) => slice.m + x * slice.sigma);
  return Float64Array.from([...around, ...kink]);
}
