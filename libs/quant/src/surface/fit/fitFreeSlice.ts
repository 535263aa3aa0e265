import type { SviParameters } from '../surfaceTypes.js';
import type { FitTargets } from './fitTargets.js';
import { allocateWorkspace, heldProblem } from './heldProblem.js';
import { initialSlice } from './initialSlice.js';
import { minimiseJoint } from './minimiseJoint.js';
import { safeSlice } from './safeSlice.js';
import { readWings, WINGS_LENGTH, writeWings } from './wings.js';

/** Enough for a start: what consistency changes afterwards is more than what these leave. */
const STEPS_MAX = 60;
const TOLERANCE = 1e-7;

/** A yardstick has to be as good as it can be, or the surface beside it would look better than it is. */
const BEST_STEPS_MAX = 300;
const BEST_TOLERANCE = 1e-9;
const BEST_ROUNDS = 4;

/** A raw SVI slice by itself, arbitrage or not: where a fit starts. */
export function fitFreeSlice(targets: FitTargets): SviParameters {
  return descend(targets, initialSlice(targets), STEPS_MAX, TOLERANCE).svi;
}

/**
 * The best raw SVI slice by itself, arbitrage or not, of two starts: the nearest on a grid, and the nearest without
 * arbitrage. Each goes on from where it arrived, so that nothing holds it to where it came from.
 */
export function fitBestFreeSlice(targets: FitTargets): SviParameters {
  const ends = [initialSlice(targets), safeSlice(targets)].map((start) => {
    let end = descend(targets, start, BEST_STEPS_MAX, BEST_TOLERANCE);
    for (let round = 1; round < BEST_ROUNDS; round++) {
      end = descend(targets, end.svi, BEST_STEPS_MAX, BEST_TOLERANCE);
    }
    return end;
  });
  return ends.reduce((best, end) => (end.cost < best.cost ? end : best)).svi;
}

function descend(targets: FitTargets, start: SviParameters, stepsMax: number, tolerance: number) {
  const wings = new Float64Array(WINGS_LENGTH);
  writeWings(wings, 0, start);
  const problem = heldProblem([targets], wings.slice(), []);
  const { cost } = minimiseJoint(problem, wings, allocateWorkspace(1), stepsMax, tolerance);
  return { svi: readWings(wings, 0), cost };
}
