import { calendarViolations } from '../calendarViolations.js';
import type { SviParameters } from '../surfaceTypes.js';
import { sviTotalVariance } from '../sviTotalVariance.js';
import { checkGrid } from './findArbitrage.js';

/** A lift by more than this share of the slice's variance at the money would be a price of ours, not of the market's. */
const LIFT_MAX = 0.01;

/** Above the crossing by as much as doubles lose in evaluating it, and a little more. */
const LIFT_SLACK = 1e-9;

/**
 * Mends what crossing a fit has left: where an earlier slice's wing is steeper, the later one takes its slope, and where it
 * lies above, the later one is lifted. From the shortest to the longest, so that one pass is enough; a slice that would
 * have to be lifted by more than a hundredth stays as it is, and is refused by whoever looks.
 */
export function liftCrossings(slices: readonly SviParameters[]): SviParameters[] {
  const lifted: SviParameters[] = [];
  for (const slice of slices) {
    const earlier = lifted.at(-1);
    lifted.push(earlier === undefined ? slice : liftAbove(earlier, slice));
  }
  return lifted;
}

function liftAbove(earlier: SviParameters, later: SviParameters): SviParameters {
  const grid = Float64Array.from([...checkGrid(earlier), ...checkGrid(later)]);
  if (calendarViolations(earlier, later, grid).length === 0) return later;
  const steeper = withSlopes(later, wingSlope(earlier, -1), wingSlope(earlier, 1));
  const crossings = calendarViolations(earlier, steeper, grid).filter(({ k }) => Number.isFinite(k));
  const lift = crossings.reduce((most, { above }) => Math.max(most, above), 0) * (1 + LIFT_SLACK);
  const lifted = { ...steeper, a: steeper.a + lift + LIFT_SLACK * sviTotalVariance(steeper, 0) };
  const before = sviTotalVariance(later, 0);
  return Math.abs(sviTotalVariance(lifted, 0) - before) <= LIFT_MAX * before ? lifted : later;
}

function wingSlope({ b, rho }: SviParameters, side: -1 | 1): number {
  return b * (1 + side * rho);
}

/** The slice with wings at least as steep as these; the level at its centre is kept. */
function withSlopes(slice: SviParameters, left: number, right: number): SviParameters {
  const newLeft = Math.max(wingSlope(slice, -1), left * (1 + LIFT_SLACK));
  const newRight = Math.max(wingSlope(slice, 1), right * (1 + LIFT_SLACK));
  const b = (newLeft + newRight) / 2;
  return { ...slice, a: slice.a + (slice.b - b) * slice.sigma, b, rho: (newRight - newLeft) / (newRight + newLeft) };
}
