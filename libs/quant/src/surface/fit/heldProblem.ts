import type { SviParameters } from '../surfaceTypes.js';
import { sviTotalVariance } from '../sviTotalVariance.js';
import type { FitTargets } from './fitTargets.js';
import type { JointProblem, JointWorkspace } from './jointProblem.js';
import { allocateNormalEquations } from './normalEquations.js';
import { CENTRE, readWings, WINGS_LENGTH, writeWings } from './wings.js';

/** Every coordinate is held to its reference by a thread: enough that what no quote says stays where it was. */
const THREAD = 1e-3;

/** Keeps a deviation above zero where a slice before touched it. */
export const VARIANCE_MIN = 1e-8;

/** What a slice leans on beside its quotes: another slice, and by how much. */
export interface Hold {
  readonly svi: SviParameters;
  /** Half spreads squared for a unit, squared, of ln v, ln L, ln R, ln σ and of m in deviations. */
  readonly weight: number;
}

/** The problem without penalties: quotes, and each coordinate held to where it starts by a thread or as `holds` says. */
export function heldProblem(
  targets: readonly FitTargets[],
  reference: Float64Array,
  holds: readonly (Hold | undefined)[],
): JointProblem {
  const hold = new Float64Array(reference.length);
  const atTheMoney = new Float64Array(targets.length);
  targets.forEach((_, i) => {
    const offset = i * WINGS_LENGTH;
    const held = holds[i];
    atTheMoney[i] = Math.max(VARIANCE_MIN, sviTotalVariance(readWings(reference, offset), 0));
    if (held !== undefined) writeWings(reference, offset, held.svi);
    const variance = Math.max(VARIANCE_MIN, sviTotalVariance(readWings(reference, offset), 0));
    const weight = THREAD + (held?.weight ?? 0);
    hold.fill(weight, offset, offset + WINGS_LENGTH);
    hold[offset + CENTRE] = weight / variance;
  });
  const free = { butterflyK: [], calendarK: [], calendarScale: [], butterflyShift: [], calendarShift: [], penalty: 0 };
  return { targets, ...free, reference, hold, atTheMoney };
}

/** Room for a problem of so many slices. */
export function allocateWorkspace(slices: number): JointWorkspace {
  return { equations: allocateNormalEquations(slices), row: new Float64Array(2 * WINGS_LENGTH) };
}
