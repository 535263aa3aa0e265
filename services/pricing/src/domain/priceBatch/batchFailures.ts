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

/**
 * The failures of a valued batch in the order of their rows, at most `sliceFailures` at a time, so that who drives it may
 * let others have their turn or stop.
 */
export function* batchFailures(
  batch: PriceBatch,
  out: InstrumentOutputColumns,
  sliceFailures: number,
): Generator<readonly BatchFailure[], void, undefined> {
  const { blockOf, placeOf } = placesOf(batch);
  let slice: BatchFailure[] = [];
  for (let row = 0; row < batch.rowCount; row++) {
    const reason = INSTRUMENT_REASONS[out.reason[row]!]!;
    if (reason === 'valued') continue;
    const { kernel, columns } = batch.blocks[blockOf[row]!]!;
    const place = placeOf[row]!;
    const found = (name: string): number | undefined => {
      const column = columns[kernel.names.indexOf(name)];
      return column === undefined ? kernel.fields[name]?.unless : column[place];
    };
    slice.push({ row, failure: instrumentFailure(kernel, reason, out.field[row]!, found) });
    if (slice.length < sliceFailures) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

/** Which row of which block each row of the answer is. */
function placesOf({ rowCount, blocks }: PriceBatch): { blockOf: Uint16Array; placeOf: Uint32Array } {
  const blockOf = new Uint16Array(rowCount);
  const placeOf = new Uint32Array(rowCount);
  for (const [block, { rows }] of blocks.entries()) {
    for (let place = 0; place < rows.length; place++) {
      blockOf[rows[place]!] = block;
      placeOf[rows[place]!] = place;
    }
  }
  return { blockOf, placeOf };
}
