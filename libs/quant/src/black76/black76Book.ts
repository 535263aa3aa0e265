import { attachColumnMemory, createColumnMemory, wholeBlocks } from '../kernel/columnMemory.js';
import type { ColumnMemory, ColumnNames, SharedColumns } from '../kernel/columnMemory.js';
import { fastestVariant } from '../kernel/kernelModule.js';
import type { KernelVariant } from '../kernel/kernelModule.js';
import type { Black76InputColumns, Black76OutputColumns } from './black76Types.js';

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

/** In the order of the table in libs/quant/assembly/black76.ts. */
const COLUMNS: ColumnNames = {
  names: [...BLACK76_INPUT_DOUBLES, 'isPut', 'reason', ...BLACK76_OUTPUT_DOUBLES],
  bytes: new Set(['isPut', 'reason']),
};

const FLAG_PRECISE = 1;
const FLAG_SECOND_GREEKS = 2;

export interface Black76PriceOptions {
  /** First row to value, a multiple of 64; 0 when left out. */
  readonly fromRow?: number;
  /** The row behind the last one, a multiple of 64 too or the book's length, which is what it is when left out. */
  readonly toRow?: number;
  /**
   * `precise` (the default) carries the exponent of the density in two parts, so that every number keeps its relative
   * accuracy in the far wings; `fast` keeps 2e-14 of a number above 1e-12 of its natural scale, and 5e-13 of what is less.
   */
  readonly mode?: 'precise' | 'fast';
  /** `first` leaves vanna, volga and charm as they were. */
  readonly greeks?: 'all' | 'first';
}

/** Options as columns in the memory of a kernel: fill `inputs`, call `price`, read `outputs`. Nothing is allocated per call. */
export interface Black76Book {
  readonly length: number;
  readonly variant: KernelVariant;
  readonly inputs: Black76InputColumns;
  readonly outputs: Black76OutputColumns;
  /** Throws RangeError for rows that are no whole blocks of the book, a fault of the caller; bad rows get their reason. */
  price(options?: Black76PriceOptions): void;
  /** For `attachBlack76Book` in another thread. Threads may price different rows at the same time. */
  share(): SharedColumns;
}

/** A book of `length` options, all columns zero. The variant is the fastest one that is right here, unless named. */
export function createBlack76Book(length: number, variant: KernelVariant = fastestVariant()): Black76Book {
  return bookOver(createColumnMemory(length, COLUMNS, variant));
}

/** The same options in another thread. */
export function attachBlack76Book(shared: SharedColumns): Black76Book {
  return bookOver(attachColumnMemory(shared, COLUMNS));
}

function bookOver(columns: ColumnMemory): Black76Book {
  const { kernel, table, scratch, shared } = columns;
  const { length, variant } = shared;
  const named = (names: readonly string[]): object =>
    Object.fromEntries(names.map((name) => [name, columns.doubles(name)]));
  return {
    length,
    variant,
    inputs: { ...named(BLACK76_INPUT_DOUBLES), isPut: columns.bytes('isPut') } as unknown as Black76InputColumns,
    outputs: { ...named(BLACK76_OUTPUT_DOUBLES), reason: columns.bytes('reason') } as unknown as Black76OutputColumns,
    price({ fromRow = 0, toRow = length, mode = 'precise', greeks = 'all' } = {}) {
      const { from, to } = wholeBlocks(fromRow, toRow, length);
      const flags = (mode === 'precise' ? FLAG_PRECISE : 0) + (greeks === 'all' ? FLAG_SECOND_GREEKS : 0);
      kernel.black76(table, from, to, flags, scratch);
    },
    share: () => shared,
  };
}
