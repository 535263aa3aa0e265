import { parseCanonical } from '@gimbal/contracts';
import type { StoredRecord } from '../eventLog.js';
import type { Segment } from '../segmentReader.js';

export interface RecordBudget {
  /** Records and canonical bytes still wanted; the first record always fits. */
  records: number;
  bytes: number;
}

/**
 * The records of a segment from an offset on, as many as the budget allows, and takes them from the budget. Values are
 * views of the segment's bytes. Skipped records are stepped over by their length alone.
 */
export function recordsIn(segment: Segment, from: number, budget: RecordBudget, isFirst: boolean): StoredRecord[] {
  const { bytes, baseOffset, count } = segment;
  let at = 0;
  let offset = baseOffset;
  for (; offset < from; offset++) at += 4 + bytes.readUInt32LE(at);
  const start = at;
  const firstOffset = offset;
  for (; offset < baseOffset + count && budget.records > 0; offset++) {
    const length = 4 + bytes.readUInt32LE(at);
    if (length > budget.bytes && !(isFirst && offset === firstOffset)) break;
    at += length;
    budget.bytes -= length;
    budget.records--;
  }
  return parseCanonical(bytes.subarray(start, at)).map(({ key, headers, value }, i) => ({
    key,
    headers,
    value,
    offset: firstOffset + i,
  }));
}
