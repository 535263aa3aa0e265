import { SETTLEMENT_AVERAGE_SECONDS } from './limits.js';

/** How much of the settlement average has been taken: 0 until the last half hour, 1 at the expiry. */
export function fixedShare(secondsToExpiry: number): number {
  return Math.min(1, Math.max(0, 1 - secondsToExpiry / SETTLEMENT_AVERAGE_SECONDS));
}
