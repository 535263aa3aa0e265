import { durrlemanG, stretchedGrid, sviSmilePoint, sviTotalVariance, type SviParameters } from '@gimbal/quant';

/** What a check of one slice found; below 0 is arbitrage. */
export interface SliceCheck {
  readonly butterflyLeastG: number;
  /** Over the slice before it, as a fraction of that; 0 for the first. */
  readonly calendarLeastExcess: number;
  readonly points: number;
  readonly butterflyViolations: number;
  readonly calendarViolations: number;
}

/** A hundredth of a deviation apart at the money, out to where nobody trades. */
const GRID_STEP = 0.02;
const LOG_MONEYNESS_MAX = 10;
/** A slice may be flat, and still needs a grid of some width. */
const DEVIATION_MIN = 1e-3;

/**
 * Durrleman's g on a dense grid, where its least value stands, and how little total variance rises above the slice before.
 * A variance that isn't positive has no g; it counts as a violation of −1.
 */
export function sliceCheck(svi: SviParameters, before: SviParameters | undefined): SliceCheck {
  const atTheMoney = Math.sqrt(Math.max(0, sviTotalVariance(svi, 0)));
  const grid = stretchedGrid(Math.max(DEVIATION_MIN, atTheMoney), GRID_STEP, LOG_MONEYNESS_MAX);
  let butterflyLeastG = Infinity;
  let calendarLeastExcess = before === undefined ? 0 : Infinity;
  let butterflyViolations = 0;
  let calendarViolations = 0;
  for (const k of grid) {
    const g = durrlemanG(k, sviSmilePoint(svi, k));
    if (!(g >= 0)) butterflyViolations += 1;
    butterflyLeastG = Math.min(butterflyLeastG, Number.isNaN(g) ? -1 : g);
    if (before === undefined) continue;
    const earlier = sviTotalVariance(before, k);
    const excess = (sviTotalVariance(svi, k) - earlier) / earlier;
    if (!(excess >= 0)) calendarViolations += 1;
    calendarLeastExcess = Math.min(calendarLeastExcess, Number.isNaN(excess) ? -1 : excess);
  }
  return { butterflyLeastG, calendarLeastExcess, points: grid.length, butterflyViolations, calendarViolations };
}
