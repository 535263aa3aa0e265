import { type Failure, MARK_COLUMNS, type MarksFrame } from './marksFrame.js';
import { rowOf } from './rowOf.js';

/**
 * The rows of `now` that differ from the key frame, by bits: other values, another failure, or an instrument that the
 * key frame doesn't have. Age alone is no movement: every row ages with every step.
 */
export function movedRows(key: MarksFrame, now: MarksFrame): number[] {
  const moved: number[] = [];
  for (const [row, index] of now.indexes.entries()) {
    const keyRow = rowOf(key, index);
    if (keyRow === -1 || hasMoved(key, keyRow, now, row)) moved.push(row);
  }
  return moved;
}

function hasMoved(key: MarksFrame, keyRow: number, now: MarksFrame, row: number): boolean {
  if (!sameFailure(key.failures.get(key.indexes[keyRow]!), now.failures.get(now.indexes[row]!))) return true;
  return MARK_COLUMNS.some((name) => !Object.is(key.columns[name][keyRow], now.columns[name][row]));
}

/** A stale mark's reason names its age, which is no movement either. */
function sameFailure(one: Failure | undefined, other: Failure | undefined): boolean {
  return one?.code === other?.code && one?.valueKept === other?.valueKept;
}
