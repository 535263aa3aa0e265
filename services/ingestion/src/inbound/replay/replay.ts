import type { StepSource } from '@gimbal/projection';
import type { Recording } from '../recording/loadRecording.js';

/** A recording behind a gate: steps come out once they are released, and the bound never goes back. */
export interface Replay extends StepSource {
  readonly recording: Recording;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly releasedThroughStep: number;
  /** Lets steps up to and including this one out; returns the bound, which a lower or repeated call doesn't change. */
  release(throughStep: number): number;
}

/** Step n is at the n-th distinct instant of the recording, counted from one. */
export function createReplay(recording: Recording): Replay {
  const lastStep = recording.steps.length;
  const waiting = new Set<() => void>();
  let releasedThroughStep = 0;
  const release = (throughStep: number): number => {
    const bound = Math.min(throughStep, lastStep);
    if (bound > releasedThroughStep) {
      releasedThroughStep = bound;
      waiting.forEach((wake) => wake());
    }
    return releasedThroughStep;
  };
  return {
    recording,
    firstStep: 1,
    lastStep,
    get releasedThroughStep() {
      return releasedThroughStep;
    },
    release,
    letOutBefore: release,
    async waitFor(step, signal) {
      while (step > releasedThroughStep) {
        signal.throwIfAborted();
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          waiting.add(wake);
          signal.addEventListener('abort', wake, { once: true });
        });
      }
      signal.throwIfAborted();
      const recorded = recording.steps[step - 1];
      if (recorded === undefined) throw new Error(`Expected a step from 1 to ${lastStep}, was ${step}.`);
      return { timeUs: recorded.timeUs, external: recorded.frames };
    },
  };
}
