import { FILLS_FIRST_MS, FILLS_OVERLAP_MS } from './limits.js';

/** From when on what is told once is asked for again: since the last time that the question was answered whole. */
export interface AskedWindow {
  /** Begins a question at this time; gives back from when on, milliseconds. */
  ask(nowMs: number): number;
  /** The question that was begun last was answered to its end. */
  answered(): void;
}

/**
 * However long nothing was answered, nothing of that time is left out. A process that begins doesn't know when the one
 * before it was answered, and asks for a day.
 */
export function askedWindow(): AskedWindow {
  let askedMs: number | undefined;
  let answeredMs: number | undefined;
  return {
    ask(nowMs) {
      askedMs = nowMs;
      return answeredMs === undefined ? nowMs - FILLS_FIRST_MS : answeredMs - FILLS_OVERLAP_MS;
    },
    answered: () => void (answeredMs = askedMs),
  };
}
