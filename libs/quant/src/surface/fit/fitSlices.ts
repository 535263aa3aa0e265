import { LOG_MONEYNESS_MAX } from '../limits.js';
import { stretchedGrid } from '../stretchedGrid.js';
import type { SviParameters } from '../surfaceTypes.js';
import { sviTotalVariance } from '../sviTotalVariance.js';
import { findArbitrage } from './findArbitrage.js';
import type { FitTargets } from './fitTargets.js';
import type { JointProblem, JointWorkspace } from './jointProblem.js';
import { minimiseJoint } from './minimiseJoint.js';
import { allocateNormalEquations } from './normalEquations.js';
import { readWings, WINGS_LENGTH, writeWings } from './wings.js';

/** A third of a deviation: g and w don't turn within it, and what still slips through is found and added. */
const PENALTY_STEP = 0.3;

/** Penalties rise, so that the fit first finds its valley and then keeps to the border. */
const PENALTIES = [1e2, 1e5, 1e8];

const FREE_STEPS_MAX = 60;
const PENALTY_STEPS_MAX = 40;
const FREE_TOLERANCE = 1e-7;
const PENALTY_TOLERANCE = 1e-5;

/** Rounds of adding the points at which a finer grid still finds arbitrage. */
const ROUNDS_MAX = 4;

/** The best raw SVI slice by itself, arbitrage or not: where a fit starts, and what a consistent one is measured against. */
export function fitFreeSlice(targets: FitTargets, start: SviParameters): SviParameters {
  const wings = new Float64Array(WINGS_LENGTH);
  writeWings(wings, 0, start);
  const problem: JointProblem = { ...withoutPenalty([targets], wings.slice()), penalty: 0 };
  minimiseJoint(problem, wings, allocateWorkspace(1), FREE_STEPS_MAX, FREE_TOLERANCE);
  return readWings(wings, 0);
}

/** Coordinates of the surface before and how strongly each holds, in half spreads squared per unit squared. */
export interface Hold {
  readonly reference: readonly (SviParameters | undefined)[];
  readonly weight: number;
}

/**
 * All slices of a surface at once, in order of expiry, from `starts`: least squares with penalties on g < 0 within each
 * slice and on crossing between neighbours, on grids that grow by the points at which a finer one finds arbitrage. What
 * is returned may still have some; the caller looks.
 */
export function fitSlices(
  targets: readonly FitTargets[],
  starts: readonly SviParameters[],
  hold: Hold | undefined,
): SviParameters[] {
  const wings = new Float64Array(targets.length * WINGS_LENGTH);
  starts.forEach((start, i) => writeWings(wings, i * WINGS_LENGTH, start));
  const base = heldBack(withoutPenalty(targets, wings.slice()), hold);
  const workspace = allocateWorkspace(targets.length);
  const deviations = targets.map((_, i) => Math.sqrt(sviTotalVariance(readWings(wings, i * WINGS_LENGTH), 0)));
  let butterflyK = deviations.map((deviation) => stretchedGrid(deviation, PENALTY_STEP, LOG_MONEYNESS_MAX));
  let calendarK = butterflyK.slice(0, -1);
  const slices = () => targets.map((_, i) => readWings(wings, i * WINGS_LENGTH));
  const minimise = (penalty: number) => {
    const now = slices();
    const calendarScale = calendarK.map((points, i) => points.map((k) => sviTotalVariance(now[i]!, k)));
    const problem = { ...base, butterflyK, calendarK, calendarScale, penalty };
    minimiseJoint(problem, wings, workspace, PENALTY_STEPS_MAX, PENALTY_TOLERANCE);
  };
  PENALTIES.forEach(minimise);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const found = findArbitrage(slices());
    if (found.none) break;
    butterflyK = butterflyK.map((points, i) => joined(points, found.butterflyK[i]!));
    calendarK = calendarK.map((points, i) => joined(points, found.calendarK[i]!));
    minimise(PENALTIES.at(-1)!);
  }
  return slices();
}

function withoutPenalty(targets: readonly FitTargets[], reference: Float64Array): JointProblem {
  return {
    targets,
    butterflyK: [],
    calendarK: [],
    calendarScale: [],
    penalty: 0,
    reference,
    hold: new Float64Array(reference.length),
  };
}

function heldBack(problem: JointProblem, hold: Hold | undefined): JointProblem {
  hold?.reference.forEach((slice, i) => {
    if (slice === undefined) return;
    writeWings(problem.reference, i * WINGS_LENGTH, slice);
    problem.hold.fill(hold.weight, i * WINGS_LENGTH, (i + 1) * WINGS_LENGTH);
  });
  return problem;
}

function allocateWorkspace(slices: number): JointWorkspace {
  return { equations: allocateNormalEquations(slices), row: new Float64Array(2 * WINGS_LENGTH) };
}

function joined(points: Float64Array, added: readonly number[]): Float64Array {
  return added.length === 0 ? points : Float64Array.from([...points, ...added]).sort();
}
