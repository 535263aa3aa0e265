import { BLACK76_INPUT_DOUBLES, BLACK76_OUTPUT_DOUBLES, createBlack76Book } from './black76Book.js';
import type { Black76Book } from './black76Book.js';
import { BLOCK_ROWS } from '../kernel/columnMemory.js';
import { black76Twin } from './black76Twin.js';
import type { Black76InputColumns, Black76OutputColumns } from './black76Types.js';

/** Rows that go through the kernel's own memory at a time: what fits the second-level cache beside the caller's columns. */
const CHUNK_ROWS = 1_024;

/** Below this many rows the twin is quicker than the way in and out of the kernel's memory; the bits are the same. */
const KERNEL_ROWS_MIN = 16;

let chunk: Black76Book | undefined;

/**
 * Values every row of `inputs` into the same row of `out`, with the bits of `black76`. Bad rows are marked in
 * `out.reason` and never stop the others. Throws RangeError when the columns differ in length, which is a fault of the
 * caller. Columns that live in a {@link createBlack76Book} need no copy, and may take the faster kernel.
 */
export function black76Columns(inputs: Black76InputColumns, out: Black76OutputColumns): void {
  const length = inputs.forward.length;
  for (const name in inputs) requireLength(name, inputs[name as keyof Black76InputColumns], length);
  for (const name in out) requireLength(name, out[name as keyof Black76OutputColumns], length);
  if (length < KERNEL_ROWS_MIN) return black76Twin(inputs, out);
  // What is priced here may enter the log, so it is priced by the kernel whose bits no CPU changes.
  chunk ??= createBlack76Book(CHUNK_ROWS, 'plain');
  for (let from = 0; from < length; from += CHUNK_ROWS) {
    priceChunk(chunk, inputs, out, from, Math.min(from + CHUNK_ROWS, length));
  }
}

function priceChunk(
  book: Black76Book,
  inputs: Black76InputColumns,
  out: Black76OutputColumns,
  from: number,
  to: number,
): void {
  for (const name of BLACK76_INPUT_DOUBLES) book.inputs[name].set(inputs[name].subarray(from, to));
  book.inputs.isPut.set(inputs.isPut.subarray(from, to));
  const blocks = Math.ceil((to - from) / BLOCK_ROWS);
  book.price({ toRow: blocks * BLOCK_ROWS });
  for (const name of BLACK76_OUTPUT_DOUBLES) out[name].set(book.outputs[name].subarray(0, to - from), from);
  out.reason.set(book.outputs.reason.subarray(0, to - from), from);
}

function requireLength(name: string, column: { readonly length: number }, length: number): void {
  if (column.length !== length)
    throw new RangeError(`Expected column ${name} of ${length} rows, was ${column.length}.`);
}
