import type { StepSource } from '@gimbal/projection';
import type { FeedCatalogue } from '../../domain/feedCatalogue.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import type { Recording } from '../recording/loadRecording.js';

/** Times of steps in order, microseconds since the Unix epoch. */
export type StepTimes = ArrayLike<bigint> & Iterable<bigint>;

/** What steps are made of, and what is known of it beforehand. */
export interface StepOrigin {
  readonly name: string;
  readonly title: string;
  readonly assumptions: readonly string[];
  readonly catalogue: FeedCatalogue;
}

/** Where ingestion's steps come from, as its callers see it: a recording behind a gate, or what connectors deliver. */
export interface Replay extends StepSource {
  readonly recording: StepOrigin;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly releasedThroughStep: number;
  /** Of each step from the first on; none of a live source, which has no end. */
  readonly stepTimesUs: StepTimes;
  readonly firstTimeUs: bigint;
  readonly lastTimeUs: bigint;
  /**
   * Lets steps up to and including this one out; returns the bound, which a lower or repeated call doesn't change. Undefined
   * for a live source, whose steps nobody holds back.
   */
  release?(throughStep: number): number;
  /** Ends what it has open. */
  close(): Promise<void>;
}

/** A recording behind a gate: steps come out once they are released, and the bound never goes back. */
export interface GatedReplay extends Replay {
  release(throughStep: number): number;
}

/** A recording whose frames are read as they are asked for. Step n is the n-th of `stepTimesUs`, counted from one. */
export interface StreamedRecording extends StepOrigin {
  readonly stepTimesUs: StepTimes;
  framesOf(step: number): Promise<readonly RawFrame[]>;
  close(): Promise<void>;
}

/** Step n is at the n-th distinct instant of the recording, counted from one. */
export function createReplay(recording: Recording | StreamedRecording): GatedReplay {
  const isStreamed = 'framesOf' in recording;
  const stepTimesUs: StepTimes = isStreamed ? recording.stepTimesUs : recording.steps.map((step) => step.timeUs);
  const lastStep = stepTimesUs.length;
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
    stepTimesUs,
    firstTimeUs: stepTimesUs[0] ?? 0n,
    lastTimeUs: stepTimesUs[lastStep - 1] ?? 0n,
    release,
    close: async () => (isStreamed ? recording.close() : undefined),
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
      const timeUs = stepTimesUs[step - 1];
      if (timeUs === undefined) throw new Error(`Expected a step from 1 to ${lastStep}, was ${step}.`);
      return { timeUs, external: isStreamed ? await recording.framesOf(step) : recording.steps[step - 1]!.frames };
    },
  };
}
