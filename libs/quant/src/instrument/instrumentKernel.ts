import { brokenRule, type Field, type FieldTable } from './fieldRules.js';
import type { InstrumentOutputColumns } from './instrumentOutputs.js';

/** The rows of a call: row i of the inputs is valued into row `rows[i]` of the outputs, or into row i without it. */
export interface RowSpan {
  readonly from: number;
  readonly to: number;
  readonly rows: Uint32Array | undefined;
}

/** How one kind of instrument is valued in columns. */
export interface InstrumentKernel<Name extends string = string> {
  readonly kind: string;
  /** In the order of the columns that `valueRows` takes. */
  readonly names: readonly Name[];
  readonly fields: Readonly<Record<Name, Field>>;
  /** Values a span of rows; a column that is left out is undefined. Allocates nothing per row. */
  valueRows(columns: readonly (Float64Array | undefined)[], out: InstrumentOutputColumns, span: RowSpan): void;
}

/** Inputs by name; a field that has a default may be left out. */
export type InstrumentInputs<Name extends string> = Readonly<Partial<Record<Name, Float64Array>>>;

/** Where each field stands in a row. */
export type FieldPlaces<Name extends string> = Readonly<Record<Name, number>>;

export function fieldPlaces<Name extends string>(names: readonly Name[]): FieldPlaces<Name> {
  return Object.fromEntries(names.map((name, at) => [name, at])) as Record<Name, number>;
}

/** A refusal packed into one number, so that a row costs no object: the field above, the reason in the low byte. */
export function refusalOf(field: number, reason: number): number {
  return field * 256 + reason;
}

/** Copies row i of the columns into `input`, with the defaults of what was left out. */
export function readRow(
  { defaults }: FieldTable,
  columns: readonly (Float64Array | undefined)[],
  i: number,
  input: Float64Array,
): void {
  for (let f = 0; f < defaults.length; f++) {
    const column = columns[f];
    input[f] = column === undefined ? defaults[f]! : column[i]!;
  }
}

/** The first refusal of a field of a row, or 0. */
export function checkRow({ rules }: FieldTable, input: Float64Array): number {
  for (let f = 0; f < rules.length; f++) {
    const reason = brokenRule(rules[f]!, input[f]!);
    if (reason !== 0) return refusalOf(f, reason);
  }
  return 0;
}
