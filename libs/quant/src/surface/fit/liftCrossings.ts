import type { SviParameters } from '../surfaceTypes.js';
import { sviTotalVariance } from '../sviTotalVariance.js';
import { findArbitrage } from './findArbitrage.js';

/** A lift by more than this share of the slice's variance at the money would be a price of ours, not of the market's. */
const LIFT_MAX = 0.01;

/** To where the check is content, and as much again. */
const LIFT_SLACK = 2e-7;

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
  if (!findArbitrage([earlier, later]).calendar[0]!) return later;
  const steeper = withSlopes(later, wingSlope(earlier, -1), wingSlope(earlier, 1));
  let lift = 0;
  for (const k of findArbitrage([earlier, steeper]).calendarK[0]!) {
    const wanted = sviTotalVariance(earlier, k) * (1 + LIFT_SLACK);
    lift = Math.max(lift, wanted - sviTotalVariance(steeper, k));
  }
  const lifted = { ...steeper, a: steeper.a + lift };
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
