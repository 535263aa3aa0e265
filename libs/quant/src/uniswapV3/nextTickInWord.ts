import { firstTickFrom } from './changePoolLiquidity.js';
import { MAX_TICK, MIN_TICK } from './limits.js';
import type { InitializedTick, Univ3PoolState } from './poolState.js';

/** The contract keeps one bit for each usable tick, 256 to a word, and a step of a swap never leaves its word. */
const TICKS_PER_WORD = 256;

export interface NextTick {
  readonly tick: number;
  /** Undefined at the end of a word and at the end of all ticks: the step stops there, and nothing is crossed. */
  readonly initialized: InitializedTick | undefined;
}

/**
 * Where the next step of a swap ends at the latest: the next initialised tick, or the last usable tick of the same word
 * (TickBitmap.nextInitializedTickWithinOneWord of v3-core). That words end steps matters to the wei, as each step
 * rounds. Downwards the pool's own tick counts, upwards it doesn't.
 */
export function nextTickInWord(pool: Univ3PoolState, downwards: boolean): NextTick {
  const { ticks, tickSpacing } = pool;
  const compressed = Math.floor(pool.tick / tickSpacing);
  if (downwards) {
    const wordStart = Math.floor(compressed / TICKS_PER_WORD) * TICKS_PER_WORD * tickSpacing;
    const found = ticks[firstTickFrom(ticks, compressed * tickSpacing + 1) - 1];
    if (found !== undefined && found.tick >= wordStart) return { tick: found.tick, initialized: found };
    return { tick: Math.max(wordStart, MIN_TICK), initialized: undefined };
  }
  const first = compressed + 1;
  const wordEnd = (Math.floor(first / TICKS_PER_WORD) * TICKS_PER_WORD + TICKS_PER_WORD - 1) * tickSpacing;
  const found = ticks[firstTickFrom(ticks, first * tickSpacing)];
  if (found !== undefined && found.tick <= wordEnd) return { tick: found.tick, initialized: found };
  return { tick: Math.min(wordEnd, MAX_TICK), initialized: undefined };
}
