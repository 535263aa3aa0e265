import { type Field, fieldTable, REASON_CODE } from './fieldRules.js';
import {
  checkRow,
  fieldPlaces,
  type FieldPlaces,
  type InstrumentKernel,
  readRow,
  refusalOf,
} from './instrumentKernel.js';
import { INSTRUMENT_OUTPUTS, isFiniteRow, RESULT_FIELD, storeRow } from './instrumentOutputs.js';

/**
 * Writes the outputs of one row (at `AT`), which are all 0 before. `input` holds the fields, each
 * within its rule, where `at` says. Returns a refusal (`refusalOf`) for what only the instrument itself can see, else 0.
 */
export type RowWriter<Name extends string> = (
  input: Float64Array,
  output: Float64Array,
  at: FieldPlaces<Name>,
) => number;

/** The refusal of a row whose value or Greeks don't fit a double. */
export const RESULT_OUT_OF_RANGE = refusalOf(RESULT_FIELD, REASON_CODE.outOfRange);

/** The kernel of an instrument that is valued row by row. */
export function rowKernel<Name extends string>(
  kind: string,
  fields: Readonly<Record<Name, Field>>,
  write: RowWriter<Name>,
): InstrumentKernel<Name> {
  const names = Object.keys(fields) as Name[];
  const at = fieldPlaces(names);
  const table = fieldTable(names.map((name) => fields[name]));
  return {
    kind,
    names,
    fields,
    valueRows(columns, out, { from, to, rows }) {
      const input = new Float64Array(names.length);
      const output = new Float64Array(INSTRUMENT_OUTPUTS.length);
      for (let i = from; i < to; i++) {
        readRow(table, columns, i, input);
        let refusal = checkRow(table, input);
        if (refusal === 0) {
          output.fill(0);
          refusal = write(input, output, at);
          if (refusal === 0 && !isFiniteRow(output)) refusal = RESULT_OUT_OF_RANGE;
        }
        storeRow(out, rows === undefined ? i : rows[i]!, output, refusal);
      }
    },
  };
}
