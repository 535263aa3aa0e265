import { BUTTERFLY_MARGIN, CALENDAR_MARGIN, LOG_MONEYNESS_MAX } from '../limits.js';
import type { JointProblem } from './jointProblem.js';
import { durrlemanAt, openSlice, varianceAt } from './smileRow.js';
import { WINGS_LENGTH } from './wings.js';

/**
 * The method of multipliers (Hestenes, Powell 1969): adds to each point's shift what it is short of, so that a mild penalty
 * ends at the border where a steep one alone would crawl along it. Returns the furthest that any point was short.
 */
export function raiseShifts(problem: JointProblem, wings: Float64Array): number {
  const slices = problem.targets.map((_, i) => openSlice(wings, i * WINGS_LENGTH));
  let furthest = 0;
  const raise = (shifts: Float64Array, j: number, short: number) => {
    shifts[j] = Math.max(0, shifts[j]! + short);
    furthest = Math.max(furthest, short);
  };
  problem.butterflyK.forEach((points, i) => {
    points.forEach((k, j) => raise(problem.butterflyShift[i]!, j, BUTTERFLY_MARGIN - durrlemanAt(slices[i]!, k)));
  });
  problem.calendarK.forEach((points, i) => {
    const shifts = problem.calendarShift[i]!;
    const scales = problem.calendarScale[i]!;
    const near = slices[i]!;
    const far = slices[i + 1]!;
    points.forEach((k, j) => {
      raise(shifts, j, (varianceAt(near, k) * (1 + CALENDAR_MARGIN) - varianceAt(far, k)) / scales[j]!);
    });
    const ends = [near.left * (1 + CALENDAR_MARGIN) - far.left, near.right * (1 + CALENDAR_MARGIN) - far.right];
    ends.forEach((crossing, end) => {
      raise(shifts, points.length + end, (crossing * LOG_MONEYNESS_MAX) / scales[points.length + end]!);
    });
  });
  return furthest;
}
