import { BUTTERFLY_MARGIN, CALENDAR_MARGIN, LOG_MONEYNESS_MAX, WING_SLOPE_MAX } from '../limits.js';
import type { FitTargets } from './fitTargets.js';
import { addRow, clearNormalEquations } from './normalEquations.js';
import type { NormalEquations } from './normalEquations.js';
import { durrlemanAt, openSlice, varianceAt, writeDurrlemanRow, writeVarianceRow } from './smileRow.js';
import type { OpenSlice } from './smileRow.js';
import { LOG_LEAST_VARIANCE, LOG_LEFT_SLOPE, LOG_RIGHT_SLOPE, LOG_SIGMA, WINGS_LENGTH } from './wings.js';

/** Residuals beyond so many half spreads count by their distance, not by its square (pseudo-Huber). */
const ROBUST_HALF_SPREADS = 2;

/** ln σ doesn't fall below this: a narrower kink can't be told from a sharp one. */
const LOG_SIGMA_MIN = Math.log(1e-4);

/** A slice's least variance stays above this share of its variance at the money, so that it never touches zero. */
const LEAST_VARIANCE_SHARE = 1e-3;

/** What breaking these two costs, whatever the penalty on arbitrage. */
const BOUND_WEIGHT = 1e3;

/** The slices of a surface as one least-squares problem. Coordinates of slice i stand at 5i (see `wings.ts`). */
export interface JointProblem {
  readonly targets: readonly FitTargets[];
  /** Where g ≥ 0 is asked of each slice, and where each slice is asked to lie below the next. Empty for a free fit. */
  readonly butterflyK: readonly Float64Array[];
  readonly calendarK: readonly Float64Array[];
  /** What one unit of crossing is at each point of `calendarK`: the shorter slice's total variance before the fit. */
  readonly calendarScale: readonly Float64Array[];
  /** What each point has been short of before, summed: multipliers over the penalty (see `raiseShifts`). */
  readonly butterflyShift: readonly Float64Array[];
  /** By pair: as its points, and then the left and the right end. */
  readonly calendarShift: readonly Float64Array[];
  /** What a unit of violation, squared, costs; in half spreads, squared. */
  readonly penalty: number;
  readonly reference: Float64Array;
  /** Weight of each coordinate's distance, squared, from its reference. Above 0, so that what no quote says stays put. */
  readonly hold: Float64Array;
  /** Total variance at the money of each slice, where the fit began. */
  readonly atTheMoney: Float64Array;
}

/** Room for evaluations, so that steps don't allocate. */
export interface JointWorkspace {
  readonly equations: NormalEquations;
  readonly row: Float64Array;
}

/** The cost at `wings`; with `accumulate`, also the normal equations of the linearised problem. */
export function evaluateJoint(
  problem: JointProblem,
  wings: Float64Array,
  workspace: JointWorkspace,
  accumulate: boolean,
): number {
  if (accumulate) clearNormalEquations(workspace.equations);
  const slices = problem.targets.map((_, i) => openSlice(wings, i * WINGS_LENGTH));
  let cost = 0;
  for (let i = 0; i < slices.length; i++) {
    cost += addQuotes(problem, slices[i]!, i, workspace, accumulate);
    cost += addBounds(problem, wings, slices[i]!, i, workspace, accumulate);
    if (problem.butterflyK.length > 0) cost += addButterfly(problem, slices[i]!, i, workspace, accumulate);
    if (i + 1 < slices.length && problem.calendarK.length > 0) {
      cost += addCalendar(problem, slices[i]!, slices[i + 1]!, i, workspace, accumulate);
    }
  }
  return Number.isFinite(cost) ? cost : Number.POSITIVE_INFINITY;
}

function addQuotes(
  problem: JointProblem,
  slice: OpenSlice,
  i: number,
  { equations, row }: JointWorkspace,
  accumulate: boolean,
): number {
  const { length, k, w, scale } = problem.targets[i]!;
  let cost = 0;
  for (let q = 0; q < length; q++) {
    const unit = 1 / scale[q]!;
    const model = accumulate ? writeVarianceRow(slice, k[q]!, row, 0) : varianceAt(slice, k[q]!);
    const residual = (model - w[q]!) * unit;
    const ratio = residual / ROBUST_HALF_SPREADS;
    const stretch = Math.sqrt(1 + ratio * ratio);
    cost += 2 * ROBUST_HALF_SPREADS * ROBUST_HALF_SPREADS * (stretch - 1);
    if (!accumulate) continue;
    // The loss bends by 1/stretch³; with its slope 1/stretch alone the steps towards an outlier's far side are too short.
    const weight = (unit * unit) / stretch;
    addRow(equations, i * WINGS_LENGTH, row, WINGS_LENGTH, model - w[q]!, weight, weight / (stretch * stretch));
  }
  return cost;
}

/** The hold on each coordinate, the floors of σ and of the least variance, and Lee's bound on both wings. */
function addBounds(
  problem: JointProblem,
  wings: Float64Array,
  slice: OpenSlice,
  i: number,
  { equations, row }: JointWorkspace,
  accumulate: boolean,
): number {
  const offset = i * WINGS_LENGTH;
  let cost = 0;
  row.fill(0);
  const addOne = (coordinate: number, residual: number, weight: number) => {
    cost += weight * residual * residual;
    if (!accumulate) return;
    row[coordinate] = 1;
    addRow(equations, offset, row, WINGS_LENGTH, residual, weight);
    row[coordinate] = 0;
  };
  for (let j = 0; j < WINGS_LENGTH; j++) {
    addOne(j, wings[offset + j]! - problem.reference[offset + j]!, problem.hold[offset + j]!);
  }
  addOne(LOG_SIGMA, Math.min(0, wings[offset + LOG_SIGMA]! - LOG_SIGMA_MIN), BOUND_WEIGHT);
  const least = LEAST_VARIANCE_SHARE * problem.atTheMoney[i]!;
  addOne(LOG_LEAST_VARIANCE, Math.min(0, Math.log(slice.v / least)), BOUND_WEIGHT);
  if (problem.butterflyK.length === 0) return cost;
  addOne(LOG_LEFT_SLOPE, Math.max(0, Math.log(slice.left / WING_SLOPE_MAX)), problem.penalty);
  addOne(LOG_RIGHT_SLOPE, Math.max(0, Math.log(slice.right / WING_SLOPE_MAX)), problem.penalty);
  return cost;
}

function addButterfly(
  problem: JointProblem,
  slice: OpenSlice,
  i: number,
  { equations, row }: JointWorkspace,
  accumulate: boolean,
): number {
  const points = problem.butterflyK[i]!;
  const shifts = problem.butterflyShift[i]!;
  let cost = 0;
  for (let j = 0; j < points.length; j++) {
    const short = durrlemanAt(slice, points[j]!) - BUTTERFLY_MARGIN - shifts[j]!;
    if (short >= 0) continue;
    cost += problem.penalty * short * short;
    if (!accumulate) continue;
    writeDurrlemanRow(slice, points[j]!, row);
    addRow(equations, i * WINGS_LENGTH, row, WINGS_LENGTH, short, problem.penalty);
  }
  return cost;
}

/** Asks w of slice i, and a margin, to lie below w of slice i + 1: on the grid, and of the slopes at both ends. */
function addCalendar(
  problem: JointProblem,
  near: OpenSlice,
  far: OpenSlice,
  i: number,
  { equations, row }: JointWorkspace,
  accumulate: boolean,
): number {
  const points = problem.calendarK[i]!;
  const scales = problem.calendarScale[i]!;
  const shifts = problem.calendarShift[i]!;
  const offset = i * WINGS_LENGTH;
  let cost = 0;
  for (let j = 0; j < points.length; j++) {
    const crossing = varianceAt(near, points[j]!) * (1 + CALENDAR_MARGIN) - varianceAt(far, points[j]!);
    const above = crossing + shifts[j]! * scales[j]!;
    if (above <= 0) continue;
    const weight = problem.penalty / (scales[j]! * scales[j]!);
    cost += weight * above * above;
    if (!accumulate) continue;
    writeVarianceRow(near, points[j]!, row, 0);
    writeVarianceRow(far, points[j]!, row, WINGS_LENGTH);
    for (let p = 0; p < WINGS_LENGTH; p++) {
      row[p] = row[p]! * (1 + CALENDAR_MARGIN);
      row[WINGS_LENGTH + p] = -row[WINGS_LENGTH + p]!;
    }
    addRow(equations, offset, row, 2 * WINGS_LENGTH, above, weight);
  }
  for (const end of [0, 1] as const) {
    const unit = LOG_MONEYNESS_MAX / scales[points.length + end]!;
    const [nearSlope, farSlope] = end === 0 ? [near.left, far.left] : [near.right, far.right];
    const above = nearSlope * (1 + CALENDAR_MARGIN) - farSlope + shifts[points.length + end]! / unit;
    if (above <= 0) continue;
    const weight = problem.penalty * unit * unit;
    cost += weight * above * above;
    if (!accumulate) continue;
    const wing = end === 0 ? LOG_LEFT_SLOPE : LOG_RIGHT_SLOPE;
    row.fill(0);
    row[wing] = nearSlope * (1 + CALENDAR_MARGIN);
    row[WINGS_LENGTH + wing] = -farSlope;
    addRow(equations, offset, row, 2 * WINGS_LENGTH, above, weight);
  }
  return cost;
}
