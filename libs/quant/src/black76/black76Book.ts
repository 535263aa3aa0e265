import { fastestVariant, instantiateKernel, KERNEL_PAGES } from '../kernel/kernelModule.js';
import type { KernelExports, KernelVariant } from '../kernel/kernelModule.js';
import { createMemory, MEMORY_PAGE_BYTES, MEMORY_PAGES_MAX } from '../kernel/webAssembly.js';
import type { KernelMemory } from '../kernel/webAssembly.js';
import type { Black76InputColumns, Black76OutputColumns } from './black76Types.js';

/** Rows that the kernel takes at once; columns are padded to whole blocks. */
export const BLACK76_BLOCK_ROWS = 64;

const FLAG_PRECISE = 1;
const FLAG_SECOND_GREEKS = 2;

/** The order of the addresses in the kernel's table; libs/quant/assembly/black76.ts has the same. */
export const BLACK76_INPUT_DOUBLES = ['forward', 'strike', 'tauYears', 'vol', 'ratePer1'] as const;
export const BLACK76_OUTPUT_DOUBLES = [
  'price',
  'delta',
  'gammaPerUsd',
  'vegaPerVolPoint',
  'thetaPerDay',
  'rhoPer1',
  'forwardRhoPer1',
  'vannaPerVolPoint',
  'volgaPerVolPointSquared',
  'charmPerDay',
] as const;

export interface Black76PriceOptions {
  /** First row to value, a multiple of {@link BLACK76_BLOCK_ROWS}; 0 when left out. */
  readonly fromRow?: number;
  /** The row behind the last one, a multiple too or the book's length, which is what it is when left out. */
  readonly toRow?: number;
  /**
   * `precise` (the default) carries the exponent of the density in two parts, so that every number keeps its relative
   * accuracy in the far wings; `fast` loses up to 5e-13 of a number there, and 1.6e-14 nearer than seven deviations.
   */
  readonly mode?: 'precise' | 'fast';
  /** `first` leaves vanna, volga and charm as they were. */
  readonly greeks?: 'all' | 'first';
}

/** What another thread needs to work on the same columns: send it with postMessage. */
export interface SharedBlack76Book {
  readonly memory: KernelMemory;
  readonly length: number;
  readonly variant: KernelVariant;
}

/** Options as columns in the memory of a kernel: fill `inputs`, call `price`, read `outputs`. Nothing is allocated per call. */
export interface Black76Book {
  readonly length: number;
  readonly variant: KernelVariant;
  readonly inputs: Black76InputColumns;
  readonly outputs: Black76OutputColumns;
  /** Throws RangeError for rows that are no whole blocks of the book, a fault of the caller; bad rows get their reason. */
  price(options?: Black76PriceOptions): void;
  /** Workers that price different rows of the book may do so at the same time. */
  share(): SharedBlack76Book;
}

/** A book of `length` options, all columns zero. The variant is the fastest one that is right here, unless named. */
export function createBlack76Book(length: number, variant: KernelVariant = fastestVariant()): Black76Book {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`Expected a whole number of rows above 0, was ${length}.`);
  }
  const pages = KERNEL_PAGES + Math.ceil(layout(length).bytes / MEMORY_PAGE_BYTES);
  if (pages >= MEMORY_PAGES_MAX) throw new RangeError(`Expected a book of at most 4 GiB, was ${length} rows.`);
  const memory = createMemory(pages);
  return attachBlack76Book({ memory, length, variant });
}

/** The same columns in another thread, with a kernel and a scratch area of its own. */
export function attachBlack76Book(shared: SharedBlack76Book): Black76Book {
  const { memory, length, variant } = shared;
  const { columns, table } = layout(length);
  const kernel = instantiateKernel(variant, memory);
  // Each thread grows the memory by a page of scratch for itself; growing is atomic.
  const scratch = memory.grow(1) * MEMORY_PAGE_BYTES;
  const buffer = memory.buffer;
  const doubles = (name: string): Float64Array => new Float64Array(buffer, columns.get(name)!, length);
  const bytes = (name: string): Uint8Array => new Uint8Array(buffer, columns.get(name)!, length);
  const named = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, doubles(name)]));
  const inputs = { ...named(BLACK76_INPUT_DOUBLES), isPut: bytes('isPut') } as unknown as Black76InputColumns;
  const outputs = { ...named(BLACK76_OUTPUT_DOUBLES), reason: bytes('reason') } as unknown as Black76OutputColumns;
  new Uint32Array(buffer, table, columns.size).set([...columns.values()]);
  return {
    length,
    variant,
    inputs,
    outputs,
    price: (options = {}) => priceBlocks(kernel, table, scratch, length, options),
    share: () => ({ memory, length, variant }),
  };
}

function priceBlocks(
  kernel: KernelExports,
  table: number,
  scratch: number,
  length: number,
  { fromRow = 0, toRow = length, mode = 'precise', greeks = 'all' }: Black76PriceOptions,
): void {
  const wholeFrom = fromRow >= 0 && fromRow % BLACK76_BLOCK_ROWS === 0;
  const wholeTo = toRow <= length && (toRow === length || toRow % BLACK76_BLOCK_ROWS === 0);
  if (!wholeFrom || !wholeTo) {
    throw new RangeError(
      `Expected rows in whole blocks of ${BLACK76_BLOCK_ROWS} below ${length}, was ${fromRow} to ${toRow}.`,
    );
  }
  const flags = (mode === 'precise' ? FLAG_PRECISE : 0) + (greeks === 'all' ? FLAG_SECOND_GREEKS : 0);
  kernel.black76(table, fromRow / BLACK76_BLOCK_ROWS, Math.ceil(toRow / BLACK76_BLOCK_ROWS), flags, scratch);
}

interface Layout {
  /** Byte address of each column, in the order of the kernel's table. */
  readonly columns: ReadonlyMap<string, number>;
  readonly table: number;
  readonly bytes: number;
}

function layout(length: number): Layout {
  const rows = Math.ceil(length / BLACK76_BLOCK_ROWS) * BLACK76_BLOCK_ROWS;
  const columns = new Map<string, number>();
  const begin = KERNEL_PAGES * MEMORY_PAGE_BYTES;
  let next = begin;
  for (const name of [...BLACK76_INPUT_DOUBLES, 'isPut', 'reason', ...BLACK76_OUTPUT_DOUBLES]) {
    columns.set(name, next);
    const isBytes = name === 'isPut' || name === 'reason';
    // An odd number of cache lines between columns, so that the same row of all of them doesn't fall into one cache set.
    next += (isBytes ? rows : rows * 8) + 64;
  }
  return { columns, table: next, bytes: next + columns.size * 4 - begin };
}
