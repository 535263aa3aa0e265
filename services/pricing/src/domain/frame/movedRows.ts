import { type Failure, MARK_COLUMNS, type MarksFrame } from './marksFrame.js';
import { sourceOf } from './rowSources.js';
import { rowOf } from './rowOf.js';

/** Confidence falls with age; this much of it (of 255) is news, and less is the passing of time. */
const CONFIDENCE_MOVE = 26;

/**
 * The rows of `now` that differ from the key frame, by bits: other values, another failure or source, or an instrument
 * that the key frame doesn't have. Age alone is no movement: every row ages with every step.
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
  if (sourceOf(key.sources, keyRow) !== sourceOf(now.sources, row)) return true;
  if (Math.abs(key.sources.confidence[keyRow]! - now.sources.confidence[row]!) >= CONFIDENCE_MOVE) return true;
  return MARK_COLUMNS.some((name) => !Object.is(key.columns[name][keyRow], now.columns[name][row]));
}

/** A stale mark's reason names its age, which is no movement either. */
function sameFailure(one: Failure | undefined, other: Failure | undefined): boolean {
  return one?.code === other?.code && one?.valueKept === other?.valueKept;
}
