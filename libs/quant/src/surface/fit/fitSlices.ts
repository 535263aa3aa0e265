import { CALENDAR_MARGIN, LOG_MONEYNESS_MAX } from '../limits.js';
import { stretchedGrid } from '../stretchedGrid.js';
import type { SviParameters } from '../surfaceTypes.js';
import { sviTotalVariance } from '../sviTotalVariance.js';
import { findArbitrage } from './findArbitrage.js';
import type { FoundArbitrage } from './findArbitrage.js';
import type { FitTargets } from './fitTargets.js';
import { allocateWorkspace, heldProblem, VARIANCE_MIN } from './heldProblem.js';
import type { Hold } from './heldProblem.js';
import type { JointProblem } from './jointProblem.js';
import { minimiseJoint } from './minimiseJoint.js';
import { raiseShifts } from './raiseShifts.js';
import { safeSlice } from './safeSlice.js';
import { readWings, WINGS_LENGTH, writeWings } from './wings.js';

/** A third of a deviation: g and w don't turn within it, and what still slips through is found and added. */
const PENALTY_STEP = 0.3;

/** Penalties of the rounds. They rise to where multipliers take over, and no further: a steep penalty crawls. */
const PENALTIES = [1e2, 1e3, 1e4, 1e4, 1e5, 1e5, 1e6];

/** Short of its margins by less than this, at a penalty of at least that, a fit has arrived. */
const CONTENT = CALENDAR_MARGIN / 2;
const PENALTY_OF_CONTENT = 1e4;

/** From a surface of a moment ago the valley is known. */
const PENALTIES_WARM = [1e4, 1e5, 1e6];

const PENALTY_STEPS_MAX = 40;
const PENALTY_TOLERANCE = 1e-5;

/** Rounds of adding the points at which a finer grid still finds arbitrage. */
const ROUNDS_MAX = 12;

/**
 * All slices of a surface at once, in order of expiry, from `starts`: least squares with penalties on g < 0 within each
 * slice and on crossing between neighbours, on grids that grow by the points at which a finer one finds arbitrage. Where
 * that ends with some left, the slices concerned start again from where a theorem says there is none. What is returned
 * may still have some; the caller looks. `isWarm` says that `starts` lie at the border already.
 */
export function fitSlices(
  targets: readonly FitTargets[],
  starts: readonly SviParameters[],
  holds: readonly (Hold | undefined)[],
  isWarm: boolean,
): SviParameters[] {
  const fitted = fitFrom(targets, starts, holds, isWarm ? PENALTIES_WARM : PENALTIES);
  const found = findArbitrage(fitted);
  if (found.none) return fitted;
  const safe = fitted.map((svi, i) => (hasArbitrage(found, i) ? safeSlice(targets[i]!) : svi));
  const again = fitFrom(targets, safe, holds, PENALTIES);
  const left = findArbitrage(again);
  return again.map((svi, i) => (left.butterfly[i]! ? safeSlice(targets[i]!) : svi));
}

/** Its own, or with the slice before or after it. */
function hasArbitrage({ butterfly, calendar }: FoundArbitrage, i: number): boolean {
  return butterfly[i]! || calendar[i - 1] === true || calendar[i] === true;
}

function fitFrom(
  targets: readonly FitTargets[],
  starts: readonly SviParameters[],
  holds: readonly (Hold | undefined)[],
  penalties: readonly number[],
): SviParameters[] {
  const wings = new Float64Array(targets.length * WINGS_LENGTH);
  starts.forEach((start, i) => writeWings(wings, i * WINGS_LENGTH, start));
  const base = heldProblem(targets, wings.slice(), holds);
  const workspace = allocateWorkspace(targets.length);
  const deviations = starts.map((start) => Math.sqrt(Math.max(VARIANCE_MIN, sviTotalVariance(start, 0))));
  let problem = withGrids(base, deviations, wings);
  for (const penalty of penalties) {
    problem = withPenalty(problem, penalty, wings);
    minimiseJoint(problem, wings, workspace, PENALTY_STEPS_MAX, PENALTY_TOLERANCE);
    if (raiseShifts(problem, wings) <= CONTENT && penalty >= PENALTY_OF_CONTENT) break;
  }
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const found = findArbitrage(readSlices(wings));
    if (found.none) break;
    problem = withPoints(problem, found, wings);
    minimiseJoint(problem, wings, workspace, PENALTY_STEPS_MAX, PENALTY_TOLERANCE);
    raiseShifts(problem, wings);
  }
  return readSlices(wings);
}

function readSlices(wings: Float64Array): SviParameters[] {
  return Array.from({ length: wings.length / WINGS_LENGTH }, (_, i) => readWings(wings, i * WINGS_LENGTH));
}

function withGrids(base: JointProblem, deviations: readonly number[], wings: Float64Array): JointProblem {
  const slices = readSlices(wings);
  const butterflyK = deviations.map((deviation) => stretchedGrid(deviation, PENALTY_STEP, LOG_MONEYNESS_MAX));
  const calendarK = butterflyK.slice(0, -1);
  return {
    ...base,
    butterflyK,
    calendarK,
    calendarScale: calendarK.map((points, i) => scalesOf(slices[i]!, points)),
    butterflyShift: butterflyK.map((points) => new Float64Array(points.length)),
    calendarShift: calendarK.map((points) => new Float64Array(points.length + 2)),
  };
}

/** Total variances at the points, and for the two ends those at the furthest points. */
function scalesOf(slice: SviParameters, points: ArrayLike<number>): Float64Array {
  const ends = [-LOG_MONEYNESS_MAX, LOG_MONEYNESS_MAX];
  return Float64Array.from([...Array.from(points), ...ends], (k) => sviTotalVariance(slice, k));
}

/**
 * The problem at another penalty, with crossings measured against the slices as they are now. What a shift stands for is
 * the multiplier, penalty times shift over scale, and that is kept.
 */
function withPenalty(problem: JointProblem, penalty: number, wings: Float64Array): JointProblem {
  const slices = readSlices(wings);
  const change = problem.penalty / penalty;
  const calendarScale = problem.calendarK.map((points, i) => scalesOf(slices[i]!, points));
  return {
    ...problem,
    penalty,
    calendarScale,
    butterflyShift: problem.butterflyShift.map((shifts) => shifts.map((shift) => shift * change)),
    calendarShift: problem.calendarShift.map((shifts, i) => {
      const before = problem.calendarScale[i]!;
      return shifts.map((shift, j) => (shift * change * calendarScale[i]![j]!) / before[j]!);
    }),
  };
}

/** Adds the points at which a finer grid found arbitrage; a pair's ends stay last. */
function withPoints(problem: JointProblem, found: FoundArbitrage, wings: Float64Array): JointProblem {
  const slices = readSlices(wings);
  const zeros = (points: readonly number[]) => points.map(() => 0);
  const insert = (column: Float64Array, at: number, values: readonly number[]) => {
    return Float64Array.from([...column.subarray(0, at), ...values, ...column.subarray(at)]);
  };
  const atEnd = (column: Float64Array, values: readonly number[]) => insert(column, column.length, values);
  const beforeEnds = (column: Float64Array, values: readonly number[]) => insert(column, column.length - 2, values);
  return {
    ...problem,
    butterflyK: problem.butterflyK.map((points, i) => atEnd(points, found.butterflyK[i]!)),
    butterflyShift: problem.butterflyShift.map((shifts, i) => atEnd(shifts, zeros(found.butterflyK[i]!))),
    calendarK: problem.calendarK.map((points, i) => atEnd(points, found.calendarK[i]!)),
    calendarShift: problem.calendarShift.map((shifts, i) => beforeEnds(shifts, zeros(found.calendarK[i]!))),
    calendarScale: problem.calendarScale.map((scales, i) => {
      return beforeEnds(
        scales,
        found.calendarK[i]!.map((k) => sviTotalVariance(slices[i]!, k)),
      );
    }),
  };
}
