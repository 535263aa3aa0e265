import { BUTTERFLY_MARGIN, CALENDAR_MARGIN, LOG_MONEYNESS_MAX, WING_SLOPE_MAX } from '../limits.js';
import type { FitTargets } from './fitTargets.js';
import { addRow, clearNormalEquations } from './normalEquations.js';
import type { NormalEquations } from './normalEquations.js';
import { durrlemanAt, openSlice, varianceAt, writeDurrlemanRow, writeVarianceRow } from './smileRow.js';
import type { OpenSlice } from './smileRow.js';
import { LOG_LEAST_VARIANCE, LOG_LEFT_SLOPE, LOG_RIGHT_SLOPE, LOG_SIGMA, WINGS_LENGTH } from './wings.js';

/** Residuals beyond so many half spreads count by their distance, not by its square (pseudo-Huber). */
const ROBUST_HALF_SPREADS = 2;

/** Coordinates are held to their reference by a thread: enough that what no quote says stays where it was. */
const THREAD = 1e-3;

/** ln σ and ln v don't fall below these: a narrower kink or a lower floor can't be told from none. */
const LOG_SIGMA_MIN = Math.log(1e-4);
const LOG_LEAST_VARIANCE_MIN = Math.log(1e-9);

/** The slices of a surface as one least-squares problem. Coordinates of slice i stand at 5i (see `wings.ts`). */
export interface JointProblem {
  readonly targets: readonly FitTargets[];
  /** Where g ≥ 0 is asked of each slice, and where each slice is asked to lie below the next. Empty for a free fit. */
  readonly butterflyK: readonly Float64Array[];
  readonly calendarK: readonly Float64Array[];
  /** What one unit of crossing is at each point of `calendarK`: the shorter slice's total variance before the fit. */
  readonly calendarScale: readonly Float64Array[];
  /** What a unit of violation, squared, costs; in half spreads, squared. */
  readonly penalty: number;
  readonly reference: Float64Array;
  /** Weight of each coordinate's distance from its reference: from the surface before, for stability between ticks. */
  readonly hold: Float64Array;
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
    cost += addBounds(problem, wings, i, workspace, accumulate);
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
    if (accumulate) addRow(equations, i * WINGS_LENGTH, row, WINGS_LENGTH, model - w[q]!, (unit * unit) / stretch);
  }
  return cost;
}

/** Threads to the reference, Lee's bound on both wings, and the floors of σ and v: rows of one coordinate each. */
function addBounds(
  problem: JointProblem,
  wings: Float64Array,
  i: number,
  { equations, row }: JointWorkspace,
  accumulate: boolean,
): number {
  const offset = i * WINGS_LENGTH;
  let cost = 0;
  row.fill(0);
  const add = (coordinate: number, residual: number, weight: number) => {
    cost += weight * residual * residual;
    if (!accumulate) return;
    row[coordinate] = 1;
    addRow(equations, offset, row, WINGS_LENGTH, residual, weight);
    row[coordinate] = 0;
  };
  for (let j = 0; j < WINGS_LENGTH; j++) {
    const apart = wings[offset + j]! - problem.reference[offset + j]!;
    add(j, apart, THREAD + problem.hold[offset + j]!);
  }
  add(LOG_SIGMA, Math.min(0, wings[offset + LOG_SIGMA]! - LOG_SIGMA_MIN), 1e3);
  add(LOG_LEAST_VARIANCE, Math.min(0, wings[offset + LOG_LEAST_VARIANCE]! - LOG_LEAST_VARIANCE_MIN), 1e3);
  if (problem.butterflyK.length === 0) return cost;
  for (const wing of [LOG_LEFT_SLOPE, LOG_RIGHT_SLOPE]) {
    add(wing, Math.max(0, wings[offset + wing]! - Math.log(WING_SLOPE_MAX)), problem.penalty);
  }
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
  let cost = 0;
  for (let j = 0; j < points.length; j++) {
    const short = durrlemanAt(slice, points[j]!) - BUTTERFLY_MARGIN;
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
  const offset = i * WINGS_LENGTH;
  let cost = 0;
  for (let j = 0; j < points.length; j++) {
    const above = varianceAt(near, points[j]!) * (1 + CALENDAR_MARGIN) - varianceAt(far, points[j]!);
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
  const ends = [
    [LOG_LEFT_SLOPE, near.left, far.left, scales[0]!],
    [LOG_RIGHT_SLOPE, near.right, far.right, scales[scales.length - 1]!],
  ] as const;
  for (const [wing, nearSlope, farSlope, scale] of ends) {
    const above = nearSlope * (1 + CALENDAR_MARGIN) - farSlope;
    if (above <= 0) continue;
    const unit = LOG_MONEYNESS_MAX / scale;
    const weight = problem.penalty * unit * unit;
    cost += weight * above * above;
    if (!accumulate) continue;
    row.fill(0);
    row[wing] = nearSlope * (1 + CALENDAR_MARGIN);
    row[WINGS_LENGTH + wing] = -farSlope;
    addRow(equations, offset, row, 2 * WINGS_LENGTH, above, weight);
  }
  return cost;
}
