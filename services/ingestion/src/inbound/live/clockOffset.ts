import type { FrameControl } from '../../domain/rawFrame.js';

/** A question for the time, and its answer. Microseconds since the Unix epoch. */
export interface ClockSample {
  readonly sentAtUs: bigint;
  readonly receivedAtUs: bigint;
  /** What the source said. */
  readonly sourceUs: bigint;
}

/**
 * The source's clock less ours. The source is taken to have answered in the middle of the round trip, so a sample is
 * wrong by at most half of it; the median of several leaves out what one slow packet did. Undefined without a sample.
 */
export function clockOffset(
  connector: string,
  samples: readonly ClockSample[],
): Extract<FrameControl, { kind: 'clock' }> | undefined {
  const measured = samples
    .filter(({ sentAtUs, receivedAtUs }) => receivedAtUs >= sentAtUs)
    .map(({ sentAtUs, receivedAtUs, sourceUs }) => ({
      offsetUs: sourceUs - (sentAtUs + receivedAtUs) / 2n,
      roundTripUs: receivedAtUs - sentAtUs,
    }))
    .sort((a, b) => (a.offsetUs < b.offsetUs ? -1 : 1));
  const median = measured[Math.floor(measured.length / 2)];
  return median === undefined ? undefined : { kind: 'clock', connector, ...median };
}
