import { canonicalBytes, canonicalLength, type LogRecord } from '@gimbal/contracts';
import { SEGMENT_MAX_BYTES } from './limits.js';

export interface NewSegment {
  readonly count: number;
  readonly bytes: Buffer;
}

/**
 * Cuts records into segments of at most SEGMENT_MAX_BYTES; a longer record has one to itself. No records, no
 * segment.
 */
export function segmentsOf(records: readonly LogRecord[]): NewSegment[] {
  const segments: NewSegment[] = [];
  let first = 0;
  let bytes = 0;
  const cut = (end: number) => {
    if (end > first) segments.push({ count: end - first, bytes: canonicalBytes(records.slice(first, end)) });
    first = end;
    bytes = 0;
  };
  records.forEach((record, at) => {
    const length = canonicalLength(record);
    if (bytes + length > SEGMENT_MAX_BYTES) cut(at);
    bytes += length;
  });
  cut(records.length);
  return segments;
}
