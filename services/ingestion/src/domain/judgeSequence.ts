import type { Continuity } from './feedDescription.js';
import type { FeedHealthRow, FeedRow } from './ingestionState.js';

/** What the number of an observation says about it. */
export type SequenceVerdict =
  | { readonly kind: 'new'; readonly missingFrom?: bigint | undefined }
  | { readonly kind: 'duplicate' }
  /** Not seen before, and later ones were: publishing it now would move the state backwards. */
  | { readonly kind: 'late' };

/** A proxy's round id carries the phase of its aggregator above 64 bits; a new phase starts its own count. */
const PHASE_BITS = 64n;

/**
 * Everything from the first to the last sequence of a feed is closed, but for the holes that were announced.
 * `previousSequence` is what the connector had before, when it knows.
 */
export function judgeSequence(
  sequence: bigint,
  continuity: Continuity,
  feed: FeedRow | undefined,
  health: FeedHealthRow,
  previousSequence: bigint | undefined,
): SequenceVerdict {
  const first = feed?.firstSequence;
  const last = feed?.lastSequence;
  if (first !== undefined && last !== undefined && sequence <= last) {
    const missed = sequence < first || health.holes.some((hole) => sequence >= hole.from && sequence <= hole.to);
    return { kind: missed ? 'late' : 'duplicate' };
  }
  // Carried rows leave no trace in the log, so only the connector knows the row before.
  const known = continuity === 'minutes-carried' ? previousSequence : latest(last, previousSequence);
  const counts =
    continuity !== 'none' && known !== undefined && !(continuity === 'rounds' && newPhase(known, sequence));
  return counts && sequence > known + 1n ? { kind: 'new', missingFrom: known + 1n } : { kind: 'new' };
}

function newPhase(known: bigint, sequence: bigint): boolean {
  return known >> PHASE_BITS !== sequence >> PHASE_BITS;
}

function latest(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}
