import { ROW_SIZE } from './unitRows.js';

/** Fields that are summed in one pass over the legs: as many sums as stay in registers. */
const FIELDS_PER_PASS = 8;
const LAST_PASS = ROW_SIZE - FIELDS_PER_PASS;

/**
 * Sums of quantity times unit row over the legs from `start` up to `end`, written at `at`. Each field is added leg by leg
 * from zero, so the bits depend on the legs, their order and the rows alone. When the fields aren't a multiple of a pass,
 * the last pass takes some again, and writes what stands there.
 */
export function sumGroup(
  quantities: Float64Array,
  markIndexes: Int32Array,
  start: number,
  end: number,
  rows: Float64Array,
  sums: Float64Array,
  at: number,
): void {
  for (let field = 0; ; field = Math.min(field + FIELDS_PER_PASS, LAST_PASS)) {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let leg = start; leg < end; leg++) {
      const quantity = quantities[leg]!;
      const row = markIndexes[leg]! * ROW_SIZE + field;
      s0 += quantity * rows[row]!;
      s1 += quantity * rows[row + 1]!;
      s2 += quantity * rows[row + 2]!;
      s3 += quantity * rows[row + 3]!;
      s4 += quantity * rows[row + 4]!;
      s5 += quantity * rows[row + 5]!;
      s6 += quantity * rows[row + 6]!;
      s7 += quantity * rows[row + 7]!;
    }
    const to = at + field;
    sums[to] = s0;
    sums[to + 1] = s1;
    sums[to + 2] = s2;
    sums[to + 3] = s3;
    sums[to + 4] = s4;
    sums[to + 5] = s5;
    sums[to + 6] = s6;
    sums[to + 7] = s7;
    if (field === LAST_PASS) return;
  }
}
