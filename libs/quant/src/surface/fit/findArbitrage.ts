import { LOG_MONEYNESS_MAX } from '../limits.js';
import { stretchedGrid } from '../stretchedGrid.js';
import type { SviParameters } from '../surfaceTypes.js';
import { durrlemanAt, openSlice, varianceAt } from './smileRow.js';
import type { OpenSlice } from './smileRow.js';
import { valleys } from './valleys.js';
import { WINGS_LENGTH, writeWings } from './wings.js';

/** A tenth of a deviation: no two valleys of g or of the distance between two slices lie so near each other. */
const CHECK_STEP = 0.1;

/** How far above zero the floor of a valley of g and of w₂/w₁ - 1 has to lie: more than doubles lose, less than anybody sees. */
const G_MIN = 1e-6;
const DISTANCE_MIN = 1e-7;

/** Valleys whose floor may be near zero are looked into between the grid's points. */
const G_NEAR = 0.1;
const DISTANCE_NEAR = 0.05;

/** Lee's bound on a wing's slope. */
const SLOPE_MAX = 2;

/** Where a chain of slices has arbitrage. The wings' limits have no point, and count. */
export interface FoundArbitrage {
  readonly none: boolean;
  /** By slice, and by pair of neighbours: the floors of the valleys that lie too low. */
  readonly butterflyK: readonly (readonly number[])[];
  readonly calendarK: readonly (readonly number[])[];
  /** Whether there is any, the limits included. */
  readonly butterfly: readonly boolean[];
  readonly calendar: readonly boolean[];
}

/**
 * Looks for butterfly arbitrage in each slice and calendar arbitrage between neighbours: at the floor of every valley of g
 * and of the distance between two slices, which a grid alone may step over, and in the wings' limits.
 */
export function findArbitrage(slices: readonly SviParameters[]): FoundArbitrage {
  const open = slices.map(openSvi);
  const grids = open.map(checkGrid);
  const butterflyK = open.map((slice, i) => valleys((k) => gAt(slice, k), grids[i]!, G_MIN, G_NEAR));
  const calendarK = open.slice(0, -1).map((near, i) => {
    const far = open[i + 1]!;
    const grid = Float64Array.from([...grids[i]!, ...grids[i + 1]!]).sort();
    return valleys((k) => varianceAt(far, k) / varianceAt(near, k) - 1, grid, DISTANCE_MIN, DISTANCE_NEAR);
  });
  const butterfly = open.map((slice, i) => {
    return butterflyK[i]!.length > 0 || !(slice.left <= SLOPE_MAX && slice.right <= SLOPE_MAX);
  });
  const calendar = calendarK.map((points, i) => {
    const near = open[i]!;
    const far = open[i + 1]!;
    return points.length > 0 || !(near.left <= far.left && near.right <= far.right);
  });
  return { none: !butterfly.includes(true) && !calendar.includes(true), butterflyK, calendarK, butterfly, calendar };
}

function openSvi(svi: SviParameters): OpenSlice {
  const wings = new Float64Array(WINGS_LENGTH);
  writeWings(wings, 0, svi);
  return openSlice(wings, 0);
}

/** g, or a number below every bound where w isn't positive. */
function gAt(slice: OpenSlice, k: number): number {
  return varianceAt(slice, k) > 0 ? durrlemanAt(slice, k) : -1;
}

/** Points in order: fine around the money and around the slice's own kink. */
function checkGrid(slice: OpenSlice): Float64Array {
  const deviation = Math.sqrt(Math.max(1e-8, varianceAt(slice, 0)));
  const around = stretchedGrid(deviation, CHECK_STEP, LOG_MONEYNESS_MAX);
  const kink = stretchedGrid(1, CHECK_STEP, 10).map((x) => slice.m + x * slice.sigma);
  return Float64Array.from([...around, ...kink]).sort();
}
