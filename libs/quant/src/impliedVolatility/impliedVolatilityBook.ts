import { attachColumnMemory, createColumnMemory, wholeBlocks } from '../kernel/columnMemory.js';
import type { ColumnMemory, ColumnNames, SharedColumns } from '../kernel/columnMemory.js';
import { fastestVariant } from '../kernel/kernelModule.js';
import type { KernelVariant } from '../kernel/kernelModule.js';
import type { ImpliedVolatilityInputColumns, ImpliedVolatilityOutputColumns } from './impliedVolatilityTypes.js';

export const IMPLIED_VOLATILITY_INPUT_DOUBLES = ['forward', 'strike', 'tauYears', 'ratePer1', 'price'] as const;

/** In the order of the table in libs/quant/assembly/impliedVolatility.ts. */
const COLUMNS: ColumnNames = {
  names: [...IMPLIED_VOLATILITY_INPUT_DOUBLES, 'vol', 'isPut', 'reason'],
  bytes: new Set(['isPut', 'reason']),
};

/** Option prices as columns in the memory of a kernel: fill `inputs`, call `imply`, read `outputs`. Nothing is allocated per call. */
export interface ImpliedVolatilityBook {
  readonly length: number;
  readonly variant: KernelVariant;
  readonly inputs: ImpliedVolatilityInputColumns;
  readonly outputs: ImpliedVolatilityOutputColumns;
  /**
   * Inverts the rows from `fromRow` (0 when left out) to below `toRow` (the length when left out): multiples of 64, or
   * the length. Throws RangeError for others, a fault of the caller; bad rows get their reason.
   */
  imply(fromRow?: number, toRow?: number): void;
  /** For `attachImpliedVolatilityBook` in another thread. Threads may invert different rows at the same time. */
  share(): SharedColumns;
}

/** A book of `length` options, all columns zero. The variant is the fastest one that is right here, unless named. */
export function createImpliedVolatilityBook(
  length: number,
  variant: KernelVariant = fastestVariant(),
): ImpliedVolatilityBook {
  return bookOver(createColumnMemory(length, COLUMNS, variant));
}

/** The same options in another thread. */
export function attachImpliedVolatilityBook(shared: SharedColumns): ImpliedVolatilityBook {
  return bookOver(attachColumnMemory(shared, COLUMNS));
}

function bookOver(columns: ColumnMemory): ImpliedVolatilityBook {
  const { kernel, table, scratch, shared } = columns;
  const { length, variant } = shared;
  return {
    length,
    variant,
    inputs: {
      forward: columns.doubles('forward'),
      strike: columns.doubles('strike'),
      tauYears: columns.doubles('tauYears'),
      ratePer1: columns.doubles('ratePer1'),
      price: columns.doubles('price'),
      isPut: columns.bytes('isPut'),
    },
    outputs: { vol: columns.doubles('vol'), reason: columns.bytes('reason') },
    imply(fromRow = 0, toRow = length) {
      const { from, to } = wholeBlocks(fromRow, toRow, length);
      kernel.impliedVolatility(table, from, to, scratch);
    },
    share: () => shared,
  };
}
