import type { InstrumentOutputColumns } from '@gimbal/quant';
import type { PriceBatch } from './priceBatch.js';

/**
 * Values a batch into `out`, which has a row for each of its rows. It is done in slices of at most `sliceRows` rows, and
 * pauses after each, so that who drives it may let others have their turn or stop.
 */
export function* valueBatch(
  batch: PriceBatch,
  out: InstrumentOutputColumns,
  sliceRows: number,
): Generator<undefined, void, undefined> {
  for (const { kernel, rowCount, columns, rows } of batch.blocks) {
    for (let from = 0; from < rowCount; from += sliceRows) {
      kernel.valueRows(columns, out, { from, to: Math.min(rowCount, from + sliceRows), rows });
      yield;
    }
  }
}
