import {
  INSTRUMENT_REASONS,
  instrumentFailure,
  type InstrumentFailure,
  type InstrumentOutputColumns,
} from '@gimbal/quant';
import type { PriceBatch } from './priceBatch.js';

/** A row that has no value, and why. */
export interface BatchFailure {
  readonly row: number;
  readonly failure: InstrumentFailure;
}

/** The failures of a valued batch in the order of their rows. */
export function batchFailures(batch: PriceBatch, out: InstrumentOutputColumns): BatchFailure[] {
  const failures: BatchFailure[] = [];
  for (const { kernel, rowCount, columns, rows } of batch.blocks) {
    for (let i = 0; i < rowCount; i++) {
      const row = rows[i]!;
      const reason = INSTRUMENT_REASONS[out.reason[row]!]!;
      if (reason === 'valued') continue;
      const found = (name: string): number | undefined => {
        const column = columns[kernel.names.indexOf(name)];
        return column === undefined ? kernel.fields[name]?.unless : column[i];
      };
      failures.push({ row, failure: instrumentFailure(kernel, reason, out.field[row]!, found) });
    }
  }
  return failures.sort((one, other) => one.row - other.row);
}
