import { backoffBoundMs } from '../../live/backoff.js';
import { BACKOFF_MS, BACKOFF_MS_MAX } from '../limits.js';

/**
 * The pause after `failures` failures in a row, milliseconds: doubled each time, bounded, with full jitter, so that many
 * connectors that lost the same node don't come back together. `unit` is a random number from 0 (included) to 1.
 * The lower half is left out: no pause at all would be no backoff.
 */
export function backoffMs(failures: number, unit: number): number {
  const ceiling = backoffBoundMs(failures, { firstMs: BACKOFF_MS, maxMs: BACKOFF_MS_MAX });
  return ceiling / 2 + (ceiling / 2) * unit;
}
