import type { InstrumentKernel } from '@gimbal/quant';

/** Rows of one kind of instrument. */
export interface BatchBlock {
  readonly kernel: InstrumentKernel;
  readonly rowCount: number;
  /** In the order of the kernel's fields; undefined where one was left out. */
  readonly columns: readonly (Float64Array | undefined)[];
  /** The row of the answer that each row is. */
  readonly rows: Uint32Array;
}

/** Rows of any kinds; each row of the answer belongs to one row of one block. */
export interface PriceBatch {
  readonly rowCount: number;
  readonly blocks: readonly BatchBlock[];
}
