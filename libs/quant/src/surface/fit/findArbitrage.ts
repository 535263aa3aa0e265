import type { SviParameters } from '../surfaceTypes.js';
import { checkGrids } from './checkGrids.js';
import { crossingBounds } from './crossingBounds.js';
import { durrlemanAt, openSlice, varianceAt } from './smileRow.js';
import type { OpenSlice } from './smileRow.js';
import { valleys } from './valleys.js';
import { WINGS_LENGTH, writeWings } from './wings.js';

/** How far above zero the floor of a valley of g and of w₂/w₁ - 1 has to lie: more than doubles lose, less than anybody sees. */
const G_MIN = 1e-6;
const DISTANCE_MIN = 1e-7;

/** Valleys whose floor may be near zero are looked into between the grid's points. */
const G_NEAR = 0.1;
const DISTANCE_NEAR = 0.05;

/** Lee's bound on a wing's slope. At the bound itself the limit of g is 0, and nothing says from which side. */
const SLOPE_BOUND = 2;

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
 * Looks for butterfly arbitrage in each slice and calendar arbitrage between neighbours, at every k there is: at the floor
 * of every valley of g and of the distance between two slices, which a grid alone may step over, as far out as there can
 * be any (see `densityRootBounds` and `crossingBounds`), and in the wings' limits.
 */
export function findArbitrage(slices: readonly SviParameters[]): FoundArbitrage {
  const open = slices.map(openSvi);
  const crossings = open.slice(0, -1).map((near, i) => crossingBounds(near, open[i + 1]!));
  const grids = checkGrids(open, crossings);
  const butterflyK = open.map((slice, i) => valleys((k) => gAt(slice, k), grids[i]!, G_MIN, G_NEAR));
  const calendarK = open.slice(0, -1).map((near, i) => {
    const grid = Float64Array.from([...grids[i]!, ...grids[i + 1]!]).sort();
    return crossingsOn(grid, (k) => varianceAt(open[i + 1]!, k) / varianceAt(near, k) - 1);
  });
  const butterfly = open.map((slice, i) => {
    return butterflyK[i]!.length > 0 || !(slice.left < SLOPE_BOUND && slice.right < SLOPE_BOUND);
  });
  const calendar = calendarK.map((points, i) => {
    const { kLow, kHigh } = crossings[i]!;
    return points.length > 0 || !(Number.isFinite(kLow) && Number.isFinite(kHigh));
  });
  return { none: !butterfly.includes(true) && !calendar.includes(true), butterflyK, calendarK, butterfly, calendar };
}

/** Valleys of the distance. At the grid's ends, from where it only grows or two wings run side by side, above 0 is enough. */
function crossingsOn(grid: Float64Array, distance: (k: number) => number): number[] {
  const isEnd = (k: number) => k === grid[0]! || k === grid.at(-1)!;
  return valleys(distance, grid, DISTANCE_MIN, DISTANCE_NEAR).filter((k) => !(isEnd(k) && distance(k) >= 0));
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
