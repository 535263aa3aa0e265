import { fastestVariant, instantiateKernel, KERNEL_PAGES } from '../kernel/kernelModule.js';
import type { KernelVariant } from '../kernel/kernelModule.js';
import { createMemory, MEMORY_PAGE_BYTES, MEMORY_PAGES_MAX } from '../kernel/webAssembly.js';
import type { KernelMemory } from '../kernel/webAssembly.js';
import type { ImpliedVolatilityInputColumns, ImpliedVolatilityOutputColumns } from './impliedVolatilityTypes.js';

/** Rows that the kernel takes at once; columns are padded to whole blocks. */
export const IMPLIED_VOLATILITY_BLOCK_ROWS = 64;

/** The order of the addresses in the kernel's table; libs/quant/assembly/impliedVolatility.ts has the same. */
const DOUBLES = ['forward', 'strike', 'tauYears', 'ratePer1', 'price', 'vol'] as const;
const BYTES = ['isPut', 'reason'] as const;

/** What another thread needs to work on the same columns: send it with postMessage. */
export interface SharedImpliedVolatilityBook {
  readonly memory: KernelMemory;
  readonly length: number;
  readonly variant: KernelVariant;
}

/** Option prices as columns in the memory of a kernel: fill `inputs`, call `imply`, read `outputs`. Nothing is allocated per call. */
export interface ImpliedVolatilityBook {
  readonly length: number;
  readonly variant: KernelVariant;
  readonly inputs: ImpliedVolatilityInputColumns;
  readonly outputs: ImpliedVolatilityOutputColumns;
  /**
   * Inverts the rows from `fromRow` (0 when left out) to below `toRow` (the length when left out): both multiples of
   * {@link IMPLIED_VOLATILITY_BLOCK_ROWS}, or the length. Throws RangeError for others, a fault of the caller; bad rows
   * get their reason.
   */
  imply(fromRow?: number, toRow?: number): void;
  /** Workers that invert different rows of the book may do so at the same time. */
  share(): SharedImpliedVolatilityBook;
}

/** A book of `length` options, all columns zero. The variant is the fastest one that is right here, unless named. */
export function createImpliedVolatilityBook(
  length: number,
  variant: KernelVariant = fastestVariant(),
): ImpliedVolatilityBook {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`Expected a whole number of rows above 0, was ${length}.`);
  }
  const pages = KERNEL_PAGES + Math.ceil(placeColumns(length).bytes / MEMORY_PAGE_BYTES);
  if (pages >= MEMORY_PAGES_MAX) throw new RangeError(`Expected a book of at most 4 GiB, was ${length} rows.`);
  return attachImpliedVolatilityBook({ memory: createMemory(pages), length, variant });
}

/** The same columns in another thread, with a kernel and a scratch area of its own. */
export function attachImpliedVolatilityBook(shared: SharedImpliedVolatilityBook): ImpliedVolatilityBook {
  const { memory, length, variant } = shared;
  const { addresses, table } = placeColumns(length);
  const kernel = instantiateKernel(variant, memory);
  // Each thread grows the memory by a page of scratch for itself; growing is atomic.
  const scratch = memory.grow(1) * MEMORY_PAGE_BYTES;
  const doubles = (index: number): Float64Array => new Float64Array(memory.buffer, addresses[index], length);
  const bytes = (index: number): Uint8Array => new Uint8Array(memory.buffer, addresses[index], length);
  new Uint32Array(memory.buffer, table, addresses.length).set(addresses);
  return {
    length,
    variant,
    inputs: {
      forward: doubles(0),
      strike: doubles(1),
      tauYears: doubles(2),
      ratePer1: doubles(3),
      price: doubles(4),
      isPut: bytes(6),
    },
    outputs: { vol: doubles(5), reason: bytes(7) },
    imply: (fromRow = 0, toRow = length) => {
      requireBlocks(fromRow, toRow, length);
      const toBlock = Math.ceil(toRow / IMPLIED_VOLATILITY_BLOCK_ROWS);
      kernel.impliedVolatility(table, fromRow / IMPLIED_VOLATILITY_BLOCK_ROWS, toBlock, scratch);
    },
    share: () => ({ memory, length, variant }),
  };
}

function requireBlocks(fromRow: number, toRow: number, length: number): void {
  const wholeFrom = fromRow >= 0 && fromRow % IMPLIED_VOLATILITY_BLOCK_ROWS === 0;
  const wholeTo = toRow <= length && (toRow === length || toRow % IMPLIED_VOLATILITY_BLOCK_ROWS === 0);
  if (wholeFrom && wholeTo) return;
  throw new RangeError(
    `Expected rows in whole blocks of ${IMPLIED_VOLATILITY_BLOCK_ROWS} below ${length}, was ${fromRow} to ${toRow}.`,
  );
}

/** Byte address of each column in the order of the kernel's table, and of the table behind them. */
function placeColumns(length: number): {
  readonly addresses: readonly number[];
  readonly table: number;
  readonly bytes: number;
} {
  const rows = Math.ceil(length / IMPLIED_VOLATILITY_BLOCK_ROWS) * IMPLIED_VOLATILITY_BLOCK_ROWS;
  const begin = KERNEL_PAGES * MEMORY_PAGE_BYTES;
  const addresses: number[] = [];
  let next = begin;
  // An odd number of cache lines from column to column, so that the same row of all of them doesn't fall into one cache set.
  for (const bytesPerRow of [...DOUBLES.map(() => 8), ...BYTES.map(() => 1)]) {
    addresses.push(next);
    next += rows * bytesPerRow + 64;
  }
  return { addresses, table: next, bytes: next + addresses.length * 4 - begin };
}
