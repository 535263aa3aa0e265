import { BACKOFF_MS, BACKOFF_MS_MAX } from '../limits.js';

/**
 * The pause after `failures` failures in a row, milliseconds: doubled each time, bounded, with full jitter, so that many
 * connectors that lost the same node don't come back together. `unit` is a random number from 0 (included) to 1.
 * The lower half is left out: no pause at all would be no backoff.
 */
export function backoffMs(failures: number, unit: number): number {
  const ceiling = Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** Math.min(failures - 1, 30));
  return ceiling / 2 + (ceiling / 2) * unit;
}
