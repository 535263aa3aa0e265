import { BLOCK_ROWS } from '../kernel/columnMemory.js';
import { createImpliedVolatilityBook, IMPLIED_VOLATILITY_INPUT_DOUBLES } from './impliedVolatilityBook.js';
import type { ImpliedVolatilityBook } from './impliedVolatilityBook.js';
import type { ImpliedVolatilityInputColumns, ImpliedVolatilityOutputColumns } from './impliedVolatilityTypes.js';
import { writeImpliedVolatility } from './writeImpliedVolatility.js';

/** Rows that go through the kernel's own memory at a time: what fits the second-level cache beside the caller's columns. */
const CHUNK_ROWS = 1_024;

/** Below this many rows the twin is quicker than the way in and out of the kernel's memory; the bits are the same. */
const KERNEL_ROWS_MIN = 16;

let chunk: ImpliedVolatilityBook | undefined;

/**
 * Inverts every row of `inputs` into the same row of `out`, with the bits of `impliedVolatility` and without allocation.
 * Bad rows are marked in `out.reason` and never stop the others. Throws RangeError when the columns differ in length,
 * which is a fault of the caller. Columns that live in a {@link createImpliedVolatilityBook} need no copy, and may take
 * the faster kernel.
 */
export function impliedVolatilityColumns(
  inputs: ImpliedVolatilityInputColumns,
  out: ImpliedVolatilityOutputColumns,
): void {
  const length = inputs.forward.length;
  for (const name in inputs) requireLength(name, inputs[name as keyof ImpliedVolatilityInputColumns], length);
  for (const name in out) requireLength(name, out[name as keyof ImpliedVolatilityOutputColumns], length);
  if (length < KERNEL_ROWS_MIN) return writeRows(inputs, out, length);
  // What is inverted here may enter the log, so it is inverted by the kernel whose bits no CPU changes.
  chunk ??= createImpliedVolatilityBook(CHUNK_ROWS, 'plain');
  for (let from = 0; from < length; from += CHUNK_ROWS) {
    implyChunk(chunk, inputs, out, from, Math.min(from + CHUNK_ROWS, length));
  }
}

function implyChunk(
  book: ImpliedVolatilityBook,
  inputs: ImpliedVolatilityInputColumns,
  out: ImpliedVolatilityOutputColumns,
  from: number,
  to: number,
): void {
  for (const name of IMPLIED_VOLATILITY_INPUT_DOUBLES) book.inputs[name].set(inputs[name].subarray(from, to));
  book.inputs.isPut.set(inputs.isPut.subarray(from, to));
  const blocks = Math.ceil((to - from) / BLOCK_ROWS);
  book.imply(0, blocks * BLOCK_ROWS);
  out.vol.set(book.outputs.vol.subarray(0, to - from), from);
  out.reason.set(book.outputs.reason.subarray(0, to - from), from);
}

function writeRows(
  { price, forward, strike, tauYears, ratePer1, isPut }: ImpliedVolatilityInputColumns,
  out: ImpliedVolatilityOutputColumns,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    writeImpliedVolatility(out, i, price[i]!, forward[i]!, strike[i]!, tauYears[i]!, ratePer1[i]!, isPut[i] === 1);
  }
}

function requireLength(name: string, column: { readonly length: number }, length: number): void {
  if (column.length !== length)
    throw new RangeError(`Expected column ${name} of ${length} rows, was ${column.length}.`);
}
