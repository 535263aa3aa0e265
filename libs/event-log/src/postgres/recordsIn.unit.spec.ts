import { canonicalBytes, canonicalLength, type LogRecord } from '@gimbal/contracts';
import { describe, expect, it } from 'vitest';
import { SEGMENT_MAX_BYTES } from './limits.js';
import { recordsIn } from './recordsIn.js';
import { segmentsOf } from './segmentsOf.js';

const ENOUGH = Number.MAX_SAFE_INTEGER;

function record(key: string, bytes = 10): LogRecord {
  return { key, headers: [['n', key]], value: Buffer.alloc(bytes, key) };
}

describe('recordsIn', () => {
  const records = ['a', 'b', 'c', 'd'].map((key) => record(key));
  const segment = { baseOffset: 100, count: 4, bytes: canonicalBytes(records) };
  const size = canonicalLength(records[0]!);
  const keysFrom = (from: number, budget: { records: number; bytes: number }, isFirst = true) =>
    recordsIn(segment, from, budget, isFirst).map(({ key, offset }) => `${key}${offset}`);

  it('begins at the offset', () => {
    expect(keysFrom(100, { records: ENOUGH, bytes: ENOUGH })).toEqual(['a100', 'b101', 'c102', 'd103']);
    expect(keysFrom(102, { records: ENOUGH, bytes: ENOUGH })).toEqual(['c102', 'd103']);
    expect(keysFrom(104, { records: ENOUGH, bytes: ENOUGH })).toEqual([]);
  });

  it('stays in the budget and takes from it, save for the first record of all', () => {
    const budget = { records: ENOUGH, bytes: 2 * size + 1 };
    expect(keysFrom(101, budget)).toEqual(['b101', 'c102']);
    expect(budget.bytes).toBe(1);
    expect(keysFrom(103, budget, false)).toEqual([]);
    expect(keysFrom(103, budget, true)).toEqual(['d103']);
    expect(keysFrom(100, { records: 3, bytes: ENOUGH })).toEqual(['a100', 'b101', 'c102']);
  });
});

describe('segmentsOf', () => {
  it('puts a batch into one segment, and nothing into none', () => {
    const records = [record('a'), record('b')];
    expect(segmentsOf(records)).toEqual([{ count: 2, bytes: canonicalBytes(records) }]);
    expect(segmentsOf([])).toEqual([]);
  });

  it('cuts a large batch, and gives a record beyond the limit a segment of its own', () => {
    const third = SEGMENT_MAX_BYTES / 3;
    const records = [third, third, third, SEGMENT_MAX_BYTES + 1, 1, 1].map((bytes) => record('r', bytes));
    const segments = segmentsOf(records);
    // Three thirds and their framing are more than the limit.
    expect(segments.map((segment) => segment.count)).toEqual([2, 1, 1, 2]);
    expect(Buffer.concat(segments.map((segment) => segment.bytes)).equals(canonicalBytes(records))).toBe(true);
  });
});
