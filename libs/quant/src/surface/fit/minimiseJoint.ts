import { evaluateJoint } from './jointProblem.js';
import type { JointProblem, JointWorkspace } from './jointProblem.js';
import { solveDamped } from './normalEquations.js';
import { CENTRE, WINGS_LENGTH } from './wings.js';

const DAMPING_FIRST = 1e-3;
const DAMPING_MIN = 1e-9;
const DAMPING_MAX = 1e9;
const DAMPING_DOWN = 0.2;
const DAMPING_UP = 4;

/** No coordinate moves further in one step: a logarithm by a factor of e, a centre by a quarter. */
const LOG_STEP_MAX = 1;
const CENTRE_STEP_MAX = 0.25;

/** A step that helped is tried at twice its length, and again, so often. */
const STRETCHES_MAX = 6;

export interface Minimum {
  readonly cost: number;
  readonly steps: number;
}

/** Levenberg-Marquardt from `wings`, in place, until the cost falls by less than `tolerance` of itself in a step. */
export function minimiseJoint(
  problem: JointProblem,
  wings: Float64Array,
  workspace: JointWorkspace,
  stepsMax: number,
  tolerance: number,
): Minimum {
  const step = new Float64Array(wings.length);
  const trial = new Float64Array(wings.length);
  const longer = new Float64Array(wings.length);
  let damping = DAMPING_FIRST;
  let cost = evaluateJoint(problem, wings, workspace, true);
  let steps = 0;
  while (steps < stepsMax && damping < DAMPING_MAX) {
    steps++;
    const solved = solveDamped(workspace.equations, damping, step);
    let trialCost = solved ? costAfter(problem, wings, step, 1, trial, workspace) : Number.POSITIVE_INFINITY;
    if (!(trialCost < cost)) {
      damping = Math.max(DAMPING_FIRST, damping * DAMPING_UP);
      continue;
    }
    // Along a curved border the linearised step falls short by a steady factor; longer ones cost an evaluation.
    for (let stretches = 0, stretch = 2; stretches < STRETCHES_MAX; stretches++, stretch *= 2) {
      const longerCost = costAfter(problem, wings, step, stretch, longer, workspace);
      if (!(longerCost < trialCost)) break;
      trial.set(longer);
      trialCost = longerCost;
    }
    wings.set(trial);
    damping = Math.max(DAMPING_MIN, damping * DAMPING_DOWN);
    const fell = cost - trialCost;
    cost = evaluateJoint(problem, wings, workspace, true);
    if (fell <= tolerance * (cost + 1)) break;
  }
  return { cost, steps };
}

function costAfter(
  problem: JointProblem,
  wings: Float64Array,
  step: Float64Array,
  stretch: number,
  trial: Float64Array,
  workspace: JointWorkspace,
): number {
  for (let i = 0; i < wings.length; i++) {
    const most = i % WINGS_LENGTH === CENTRE ? CENTRE_STEP_MAX : LOG_STEP_MAX;
    trial[i] = wings[i]! + Math.max(-most, Math.min(most, stretch * step[i]!));
  }
  return evaluateJoint(problem, trial, workspace, false);
}
