import { allocateBlack76Inputs, allocateBlack76Outputs } from '../black76/allocateBlack76Columns.js';
import { black76Columns } from '../black76/black76Columns.js';
import type { Black76InputColumns, Black76OutputColumns } from '../black76/black76Types.js';
import { fieldTable, REASON_CODE } from '../instrument/fieldRules.js';
import { checkRow, type InstrumentKernel, readRow, refusalOf } from '../instrument/instrumentKernel.js';
import {
  INSTRUMENT_OUTPUTS,
  type InstrumentOutputColumns,
  isFiniteRow,
  storeRow,
} from '../instrument/instrumentOutputs.js';
import { RESULT_OUT_OF_RANGE } from '../instrument/rowKernel.js';
import { FIELD_AT, OPTION_FIELD_NAMES, OPTION_FIELDS, type OptionField } from './optionFields.js';
import { settlementForward, shareToCome } from './settlementAverage.js';
import { writeOption } from './writeOption.js';

/** Rows that go through the Black-76 kernel at once: 200 KB of columns, which stay in the cache. */
const CHUNK_ROWS = 1_024;

const TABLE = fieldTable(OPTION_FIELD_NAMES.map((name) => OPTION_FIELDS[name]));

/**
 * One European option on one coin by Black-76, in USD; an inverse one has its coin price and premium-adjusted delta too.
 *
 * Within `averagingSeconds` of the expiry (0: the option settles at a single price) the settlement price is partly known.
 * With s seconds left and a window of W, it is averagedUsd·(W − s)/W, which is fixed, and F·s/W, which still moves. The
 * value is Black-76 on their sum at the venue's vol, as Derive's risk manager has it, so delta falls in proportion to s
 * and gamma to its square, and charm holds that fall. Theta keeps the forward, and with it the sum.
 */
export const europeanOption: InstrumentKernel<OptionField> = {
  kind: 'option',
  names: OPTION_FIELD_NAMES,
  fields: OPTION_FIELDS,
  valueRows(columns, out, { from, to, rows }) {
    const length = Math.min(CHUNK_ROWS, Math.max(0, to - from));
    const chunk: Chunk = {
      inputs: allocateBlack76Inputs(length),
      outputs: allocateBlack76Outputs(length),
      input: new Float64Array(OPTION_FIELD_NAMES.length),
      output: new Float64Array(INSTRUMENT_OUTPUTS.length),
      refusals: new Int32Array(length),
    };
    for (let start = from; start < to; start += CHUNK_ROWS) {
      valueChunk(columns, out, chunk, start, Math.min(to, start + CHUNK_ROWS), rows);
    }
  },
};

interface Chunk {
  readonly inputs: Black76InputColumns;
  readonly outputs: Black76OutputColumns;
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly refusals: Int32Array;
}

function valueChunk(
  columns: readonly (Float64Array | undefined)[],
  out: InstrumentOutputColumns,
  { inputs, outputs, input, output, refusals }: Chunk,
  start: number,
  end: number,
  rows: Uint32Array | undefined,
): void {
  for (let i = start; i < end; i++) refusals[i - start] = prepare(columns, inputs, i, i - start, input);
  // Left over from the chunk before: a row that nobody reads, as cheap as any.
  for (let at = end - start; at < refusals.length; at++) clear(inputs, at);
  black76Columns(inputs, outputs);
  for (let i = start; i < end; i++) {
    const at = i - start;
    let refusal = refusals[at]!;
    if (refusal === 0) {
      readRow(TABLE, columns, i, input);
      output.fill(0);
      writeOption(input, outputs, at, output);
      if (!isFiniteRow(output)) refusal = RESULT_OUT_OF_RANGE;
    }
    storeRow(out, rows === undefined ? i : rows[i]!, output, refusal);
  }
}

/** Puts a row into the kernel's columns and returns its refusal, or 0. */
function prepare(
  columns: readonly (Float64Array | undefined)[],
  inputs: Black76InputColumns,
  i: number,
  at: number,
  input: Float64Array,
): number {
  readRow(TABLE, columns, i, input);
  const refusal = checkRow(TABLE, input);
  if (refusal !== 0) {
    clear(inputs, at);
    return refusal;
  }
  const share = shareToCome(input[FIELD_AT.tauYears]!, input[FIELD_AT.averagingSeconds]!);
  if (share < 1 && input[FIELD_AT.averagedUsd] === 0) {
    clear(inputs, at);
    return refusalOf(FIELD_AT.averagedUsd, REASON_CODE.notPositive);
  }
  inputs.forward[at] = settlementForward(input[FIELD_AT.forwardUsd]!, input[FIELD_AT.averagedUsd]!, share);
  inputs.strike[at] = input[FIELD_AT.strikeUsd]!;
  inputs.tauYears[at] = input[FIELD_AT.tauYears]!;
  inputs.vol[at] = input[FIELD_AT.vol]!;
  inputs.ratePer1[at] = input[FIELD_AT.ratePer1]!;
  inputs.isPut[at] = input[FIELD_AT.isPut]!;
  return 0;
}

/** An option that any kernel values without trouble. */
function clear(inputs: Black76InputColumns, at: number): void {
  inputs.forward[at] = 1;
  inputs.strike[at] = 1;
  inputs.tauYears[at] = 1;
  inputs.vol[at] = 1;
  inputs.ratePer1[at] = 0;
  inputs.isPut[at] = 0;
}
