import { CARRY_USD_PER_DAY, LP_FEES_LESS_LVR_USD_PER_DAY } from '../exposure/exposureVector.js';
import { isValued } from '../exposure/legIssues.js';
import type { MarkFrame } from '../marks/markFrame.js';
import type { SparseBook, UnderlyingGroups } from './sparseBook.js';
import { ROW_SIZE } from './unitRows.js';

/**
 * Takes the carry of groups with charged shorts anew, leg by leg as `valueLegs` does: what a short pays beside the other
 * side of the carry depends on the sign of a quantity, which no product with a row can say. Most frames charge nobody, and
 * then this isn't called.
 */
export function chargeShorts(book: SparseBook, of: UnderlyingGroups, rows: Float64Array, frame: MarkFrame): void {
  const charges = frame.shortChargeUsdPerDay!;
  const { starts, quantities, indexes } = book.matrix;
  for (const group of of.groups) {
    for (let leg = starts[group]!; leg < starts[group + 1]!; leg++) {
      const index = indexes[leg]!;
      if (quantities[leg]! >= 0 || !charges[index] || !isValued(frame, index)) continue;
      addCarry(book, of, rows, frame, group);
      break;
    }
  }
}

function addCarry(
  { matrix: { starts, quantities, indexes, sums } }: SparseBook,
  { carryParts }: UnderlyingGroups,
  rows: Float64Array,
  frame: MarkFrame,
  group: number,
): void {
  const at = group * ROW_SIZE;
  sums.fill(0, at + CARRY_USD_PER_DAY, at + LP_FEES_LESS_LVR_USD_PER_DAY + 1);
  for (let leg = starts[group]!; leg < starts[group + 1]!; leg++) {
    const index = indexes[leg]!;
    const quantity = quantities[leg]!;
    let carry = quantity * rows[index * ROW_SIZE + CARRY_USD_PER_DAY]!;
    if (quantity < 0 && isValued(frame, index)) carry -= quantity * frame.shortChargeUsdPerDay![index]!;
    const part = carryParts[index]!;
    sums[at + CARRY_USD_PER_DAY] = sums[at + CARRY_USD_PER_DAY]! + carry;
    if (part > 0) sums[at + part] = sums[at + part]! + carry;
  }
}
