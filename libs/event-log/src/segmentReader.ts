import type { EventLog } from './eventLog.js';

/** Consecutive records of one partition in their canonical bytes (libs/contracts, canonicalBytes). */
export interface Segment {
  /** Of the segment's first record. */
  readonly baseOffset: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** What a log can do that keeps segments: hand them over as they are, for a rebuild that decodes while it folds. */
export interface SegmentReader {
  /**
   * The segments that hold the records from `from` to the head at the time of the call, in order and without a hole.
   * The first may begin before `from`. Fails as `EventLog.read` does.
   */
  streamSegments(topic: string, partition: number, from: number): AsyncIterable<Segment>;
}

export function isSegmentReader(log: EventLog): log is EventLog & SegmentReader {
  return 'streamSegments' in log;
}
