import { canonicalBytes, canonicalLength, type LogRecord } from '@gimbal/contracts';
import type { StoredRecord } from '../eventLog.js';
import type { Segment } from '../segmentReader.js';

/** As the PostgreSQL log merges to, so that a reader of segments meets the same sizes. */
const SEGMENT_BYTES = 64 * 1024;

/** The records of one partition. They are copied on the way in and on the way out. */
export class MemoryPartition {
  private readonly records: StoredRecord[] = [];

  get head(): number {
    return this.records.length;
  }

  /** Returns the first record's offset. */
  append(records: readonly LogRecord[]): number {
    const firstOffset = this.head;
    for (const record of records) this.records.push(copied(record, this.head));
    return firstOffset;
  }

  read(offset: number, maxRecords: number, maxBytes: number): StoredRecord[] {
    const batch: StoredRecord[] = [];
    let bytes = 0;
    for (let at = offset; at < this.head && batch.length < maxRecords; at++) {
      const record = this.records[at]!;
      bytes += canonicalLength(record);
      if (batch.length > 0 && bytes > maxBytes) break;
      batch.push(copied(record, at));
    }
    return batch;
  }

  *segments(from: number): Generator<Segment> {
    const head = this.head;
    for (let baseOffset = from; baseOffset < head;) {
      const records = this.read(baseOffset, head - baseOffset, SEGMENT_BYTES);
      yield { baseOffset, count: records.length, bytes: canonicalBytes(records) };
      baseOffset += records.length;
    }
  }
}

function copied(record: LogRecord, offset: number): StoredRecord {
  const headers = record.headers.map(([name, value]) => [name, value] as const);
  return { key: record.key, headers, value: Uint8Array.from(record.value), offset };
}
