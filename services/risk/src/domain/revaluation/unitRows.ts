import { GROUP_ROW_DOUBLES } from '@gimbal/quant';
import { VECTOR_SIZE } from '../exposure/exposureVector.js';
import { isValued } from '../exposure/legIssues.js';
import { unitVectors } from '../exposure/unitVectors.js';
import type { MarkFrame } from '../marks/markFrame.js';

/** Doubles of a row: a vector, and behind it the delta in units of the underlying. The kernel's rows are as long. */
export const ROW_SIZE = GROUP_ROW_DOUBLES;
export const DELTA_UNITS = VECTOR_SIZE;

const rowsByFrame = new WeakMap<MarkFrame, Float64Array>();

/**
 * What one unit of each instrument adds to the sums of its group, row by row. The row of a mark that belongs in no total
 * is zero: adding a quantity times zero changes no bit of a sum, so a group needs no branch for it.
 */
export function unitRows(frame: MarkFrame): Float64Array {
  const known = rowsByFrame.get(frame);
  if (known !== undefined) return known;
  const { vectors, deltaUnits } = unitVectors(frame);
  const rows = new Float64Array(deltaUnits.length * ROW_SIZE);
  for (let index = 0; index < deltaUnits.length; index++) {
    if (!isValued(frame, index)) continue;
    for (let field = 0; field < VECTOR_SIZE; field++)
      rows[index * ROW_SIZE + field] = vectors[index * VECTOR_SIZE + field]!;
    rows[index * ROW_SIZE + DELTA_UNITS] = deltaUnits[index]!;
  }
  rowsByFrame.set(frame, rows);
  return rows;
}
