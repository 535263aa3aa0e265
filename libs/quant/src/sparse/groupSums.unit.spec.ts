import { expect, it } from 'vitest';
import { createGroupSums, GROUP_ROW_DOUBLES } from './groupSums.js';

const row = (first: number): number[] => Array.from({ length: GROUP_ROW_DOUBLES }, (_, field) => first + field);

function matrix() {
  // Group 0 holds 2 of row 0 and -3 of row 1, group 1 nothing, group 2 holds 0.1 of row 0, 0.2 of row 0 and 0.3 of row 1.
  const sums = createGroupSums({ groups: 3, legs: 5, rows: 2 });
  sums.starts.set([0, 2, 2, 5]);
  sums.quantities.set([2, -3, 0.1, 0.2, 0.3]);
  sums.indexes.set([0, 1, 0, 0, 1]);
  return sums;
}
const sumsOf = ({ sums }: { sums: Float64Array }, group: number): number[] => [
  ...sums.subarray(group * GROUP_ROW_DOUBLES, (group + 1) * GROUP_ROW_DOUBLES),
];

it('sums quantity times row in the order of the legs, each product rounded before it is added', () => {
  const held = matrix();
  held.sumGroups(Int32Array.of(0, 1, 2), Float64Array.of(...row(1), ...row(100)));
  // By hand: 2 (1 + f) - 3 (100 + f) = -298 - f.
  expect(sumsOf(held, 0)).toEqual(row(0).map((field) => -298 - field));
  expect(sumsOf(held, 1)).toEqual(row(0).fill(0));
  // In doubles 0.1 + 0.2 is 0.30000000000000004 and not 0.3, and so on for each field: the order is written out.
  expect(sumsOf(held, 2)).toEqual(row(0).map((f) => 0.1 * (1 + f) + 0.2 * (1 + f) + 0.3 * (100 + f)));
});

it('takes the named groups anew and leaves the others', () => {
  const held = matrix();
  held.sumGroups(Int32Array.of(0, 2), Float64Array.of(...row(1), ...row(100)));
  const before = sumsOf(held, 0);
  held.sumGroups(Int32Array.of(2), Float64Array.of(...row(0).fill(10), ...row(0).fill(20)));
  expect(sumsOf(held, 0)).toEqual(before);
  expect(sumsOf(held, 2)).toEqual(row(0).fill(0.1 * 10 + 0.2 * 10 + 0.3 * 20));
});

it('refuses more groups and rows than there is room for', () => {
  const held = matrix();
  expect(() => held.sumGroups(new Int32Array(4), new Float64Array(0))).toThrow(RangeError);
  expect(() => held.sumGroups(new Int32Array(1), new Float64Array(3 * GROUP_ROW_DOUBLES))).toThrow(RangeError);
});
