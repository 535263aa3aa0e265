import { instantiateKernel, KERNEL_PAGES } from './kernelModule.js';
import type { KernelExports, KernelVariant } from './kernelModule.js';
import { createMemory, MEMORY_PAGE_BYTES, MEMORY_PAGES_MAX } from './webAssembly.js';
import type { KernelMemory } from './webAssembly.js';

/** Rows that a kernel takes at once; columns are padded to whole blocks. */
export const BLOCK_ROWS = 64;

/** An odd number of cache lines between columns, so that the same row of all of them doesn't fall into one cache set. */
const COLUMN_GAP_BYTES = 64;

/** The columns of a book in the order of the kernel's table of addresses; `bytes` hold one byte a row, the others a double. */
export interface ColumnNames {
  readonly names: readonly string[];
  readonly bytes: ReadonlySet<string>;
}

/** What another thread needs to work on the same columns: send it with postMessage. */
export interface SharedColumns {
  readonly memory: KernelMemory;
  readonly length: number;
  readonly variant: KernelVariant;
}

/** Columns in the memory of a kernel that works on them, with an area of scratch of its own. */
export interface ColumnMemory {
  readonly kernel: KernelExports;
  readonly shared: SharedColumns;
  /** Address of the table of column addresses. */
  readonly table: number;
  /** Address of scratch that no other thread uses; the rest of its page of 64 KiB is free for parameters. */
  readonly scratch: number;
  doubles(name: string): Float64Array;
  bytes(name: string): Uint8Array;
}

/** Room for `length` rows of the named columns, all zero. Throws RangeError beyond 4 GiB, and below one row. */
export function createColumnMemory(length: number, names: ColumnNames, variant: KernelVariant): ColumnMemory {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`Expected a whole number of rows above 0, was ${length}.`);
  }
  const pages = KERNEL_PAGES + Math.ceil(layout(length, names).bytes / MEMORY_PAGE_BYTES);
  if (pages >= MEMORY_PAGES_MAX) throw new RangeError(`Expected columns of at most 4 GiB, was ${length} rows.`);
  return attachColumnMemory({ memory: createMemory(pages), length, variant }, names);
}

/** The same columns in another thread. */
export function attachColumnMemory(shared: SharedColumns, names: ColumnNames): ColumnMemory {
  const { memory, length, variant } = shared;
  const { addresses, table } = layout(length, names);
  // Each thread grows the memory by a page of scratch for itself; growing is atomic.
  const scratch = memory.grow(1) * MEMORY_PAGE_BYTES;
  const { buffer } = memory;
  new Uint32Array(buffer, table, names.names.length).set([...addresses.values()]);
  return {
    kernel: instantiateKernel(variant, memory),
    shared,
    table,
    scratch,
    doubles: (name) => new Float64Array(buffer, addresses.get(name)!, length),
    bytes: (name) => new Uint8Array(buffer, addresses.get(name)!, length),
  };
}

/**
 * The rows `fromRow` to below `toRow` as blocks. Throws RangeError unless they are whole blocks, or end with the book: a
 * fault of the caller.
 */
export function wholeBlocks(fromRow: number, toRow: number, length: number): { from: number; to: number } {
  const wholeFrom = fromRow >= 0 && fromRow % BLOCK_ROWS === 0;
  const wholeTo = toRow <= length && (toRow === length || toRow % BLOCK_ROWS === 0);
  if (!wholeFrom || !wholeTo) {
    throw new RangeError(`Expected rows in whole blocks of ${BLOCK_ROWS} below ${length}, was ${fromRow} to ${toRow}.`);
  }
  return { from: fromRow / BLOCK_ROWS, to: Math.ceil(toRow / BLOCK_ROWS) };
}

interface Layout {
  readonly addresses: ReadonlyMap<string, number>;
  readonly table: number;
  readonly bytes: number;
}

function layout(length: number, { names, bytes }: ColumnNames): Layout {
  const rows = Math.ceil(length / BLOCK_ROWS) * BLOCK_ROWS;
  const begin = KERNEL_PAGES * MEMORY_PAGE_BYTES;
  const addresses = new Map<string, number>();
  let next = begin;
  for (const name of names) {
    addresses.set(name, next);
    next += (bytes.has(name) ? rows : rows * 8) + COLUMN_GAP_BYTES;
  }
  return { addresses, table: next, bytes: next + names.length * 4 - begin };
}
