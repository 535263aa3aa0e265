import { type Field, REASON_CODE } from './fieldRules.js';
import { type InstrumentKernel, readRow } from './instrumentKernel.js';
import { fillRow, type InstrumentOutputColumns, isFiniteRow, refuseRow, RESULT_FIELD } from './instrumentOutputs.js';

/**
 * Writes the outputs of one row, which are all 0 before. `input` holds the fields in their order, each within its rule.
 * Returns a refusal (`refusalOf`) for what only the instrument itself can see, else 0.
 */
export type RowWriter = (input: Float64Array, out: InstrumentOutputColumns, row: number) => number;

/** The kernel of an instrument that is valued row by row. */
export function rowKernel<Name extends string>(
  kind: string,
  fields: Readonly<Record<Name, Field>>,
  write: RowWriter,
): InstrumentKernel<Name> {
  const names = Object.keys(fields) as Name[];
  const rules = names.map((name) => fields[name]);
  return {
    kind,
    names,
    fields,
    valueRows(columns, out, { from, to, rows }) {
      const input = new Float64Array(rules.length);
      for (let i = from; i < to; i++) {
        const row = rows === undefined ? i : rows[i]!;
        let refusal = readRow(rules, columns, i, input);
        if (refusal === 0) {
          fillRow(out, row, 0);
          out.reason[row] = REASON_CODE.valued;
          refusal = write(input, out, row);
          if (refusal === 0 && !isFiniteRow(out, row)) refuseRow(out, row, REASON_CODE.outOfRange, RESULT_FIELD);
        }
        if (refusal !== 0) refuseRow(out, row, refusal & 255, refusal >> 8);
      }
    },
  };
}
