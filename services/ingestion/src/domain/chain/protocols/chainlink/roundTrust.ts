/** What a feed promises, and what was heard of it. Times in microseconds. */
export interface HeardRound {
  readonly answer: bigint;
  readonly updatedAtUs: bigint;
}

export interface FeedPromise {
  /** A round comes at least so often. */
  readonly heartbeatUs: bigint;
  /** What a round may be late by before it is stale: the nodes need a while. */
  readonly slackUs: bigint;
}

export interface SequencerState {
  readonly up: boolean;
  readonly sinceUs: bigint;
  readonly graceUs: bigint;
}

export type RoundTrust =
  | { readonly kind: 'trusted' }
  | {
      readonly kind: 'stale';
      readonly ageUs: bigint;
      readonly ageUsMax: bigint;
    }
  | { readonly kind: 'sequencer_down'; readonly sinceUs: bigint }
  | { readonly kind: 'sequencer_in_grace'; readonly upForUs: bigint; readonly graceUs: bigint };

/** Whether a round may be used at `nowUs`. Without a sequencer (no L2) only its age counts. */
export function roundTrust(
  round: HeardRound,
  promise: FeedPromise,
  sequencer: SequencerState | undefined,
  nowUs: bigint,
): RoundTrust {
  if (sequencer !== undefined && !sequencer.up) return { kind: 'sequencer_down', sinceUs: sequencer.sinceUs };
  if (sequencer !== undefined && nowUs - sequencer.sinceUs < sequencer.graceUs) {
    const { graceUs, sinceUs } = sequencer;
    return { kind: 'sequencer_in_grace', upForUs: nowUs - sinceUs, graceUs };
  }
  const ageUs = nowUs - round.updatedAtUs;
  const ageUsMax = promise.heartbeatUs + promise.slackUs;
  return ageUs > ageUsMax ? { kind: 'stale', ageUs, ageUsMax } : { kind: 'trusted' };
}

/** Why a round isn't to be used; empty when it is. */
export function distrustText(trust: RoundTrust): string {
  switch (trust.kind) {
    case 'trusted':
      return '';
    case 'stale':
      return `Expected a round younger than ${seconds(trust.ageUsMax)}, was ${seconds(trust.ageUs)} old.`;
    case 'sequencer_down':
      return 'Expected a sequencer that is up, was down.';
    case 'sequencer_in_grace':
      return `Expected a sequencer up for ${seconds(trust.graceUs)}, was ${seconds(trust.upForUs)}.`;
  }
}

/**
 * How far an answer stands from the one before, in basis points of that, rounded down; a feed promises a round before
 * this passes its deviation.
 */
export function deviationBps(answer: bigint, before: bigint): bigint {
  const moved = answer > before ? answer - before : before - answer;
  return before === 0n ? 0n : (moved * 10_000n) / before;
}

function seconds(us: bigint): string {
  return `${us / 1_000_000n} s`;
}
