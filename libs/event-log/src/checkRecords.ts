import { canonicalLength, type LogRecord } from '@gimbal/contracts';
import { LogFailure } from './eventLog.js';
import { RECORD_MAX_BYTES } from './limits.js';

/** The canonical bytes of all records together. Throws LogFailure `too_large` when one is beyond RECORD_MAX_BYTES. */
export function checkRecords(records: readonly LogRecord[]): number {
  let total = 0;
  for (const record of records) {
    const bytes = canonicalLength(record);
    if (bytes > RECORD_MAX_BYTES) {
      throw new LogFailure(
        'too_large',
        `Expected a record of at most ${RECORD_MAX_BYTES} bytes, was ${bytes} (key ${record.key}).`,
      );
    }
    total += bytes;
  }
  return total;
}
