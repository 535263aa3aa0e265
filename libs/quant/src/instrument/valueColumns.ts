import type { InstrumentInputs, InstrumentKernel } from './instrumentKernel.js';
import type { InstrumentOutputColumns } from './instrumentOutputs.js';

/** Which rows are valued, and where they go; without it all, in place. */
export interface RowPlaces {
  readonly from?: number;
  readonly to?: number;
  /** Row i of the inputs goes to row `rows[i]` of the outputs, so that kinds can be mixed in one set of outputs. */
  readonly rows?: Uint32Array | undefined;
}

/**
 * Values columns of one kind of instrument. Bad rows are marked in `out.reason` and never stop the others. Throws
 * RangeError when a column is missing or the columns differ in length, which is a fault of the caller.
 */
export function valueColumns<Name extends string>(
  kernel: InstrumentKernel<Name>,
  inputs: InstrumentInputs<Name>,
  out: InstrumentOutputColumns,
  places: RowPlaces = {},
): void {
  const columns = kernel.names.map((name) => inputs[name]);
  const length = columns.find((column) => column !== undefined)?.length ?? 0;
  kernel.names.forEach((name, f) => {
    const column = columns[f];
    if (column === undefined && kernel.fields[name].unless === undefined) {
      throw new RangeError(`Expected a column ${name} of ${kernel.kind}, there is none.`);
    }
    if (column !== undefined && column.length !== length) {
      throw new RangeError(`Expected column ${name} of ${length} rows, was ${column.length}.`);
    }
  });
  kernel.valueRows(columns, out, { from: places.from ?? 0, to: places.to ?? length, rows: places.rows });
}
