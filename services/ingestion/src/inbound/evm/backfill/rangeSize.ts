import { RANGE_BLOCKS_MAX, RANGE_BLOCKS_START } from '../limits.js';

/** How many blocks a range of the backfill has, and how it came to that. */
export interface RangeSize {
  readonly blocks: number;
  /** Ranges in a row that went through at this size. */
  readonly passed: number;
}

export const FIRST_RANGE: RangeSize = { blocks: RANGE_BLOCKS_START, passed: 0 };

/** Ranges that have to pass before a larger one is tried, so that a node's limit isn't run into every other time. */
const PASSED_BEFORE_GROWTH = 4;
const GROWTH = 1.5;

export function afterPassed({ blocks, passed }: RangeSize): RangeSize {
  if (passed + 1 < PASSED_BEFORE_GROWTH) return { blocks, passed: passed + 1 };
  return { blocks: Math.min(RANGE_BLOCKS_MAX, Math.ceil(blocks * GROWTH)), passed: 0 };
}

/** Halved, or down to what the node proposes; undefined when a single block is too much already. */
export function afterTooLarge({ blocks }: RangeSize, proposed: number | undefined): RangeSize | undefined {
  if (blocks <= 1) return undefined;
  const halved = Math.floor(blocks / 2);
  return { blocks: proposed !== undefined && proposed < blocks ? Math.max(1, proposed) : halved, passed: 0 };
}
