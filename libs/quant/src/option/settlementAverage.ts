import { SECONDS_PER_YEAR } from '../units.js';

/** Deribit and Derive settle at the mean of the last 30 minutes before the expiry. */
export const SETTLEMENT_AVERAGE_SECONDS = 1_800;

/** The share of the settlement average that is still to come: s/1800 inside the window, 1 before it. */
export function shareToCome(tauYears: number, averagingSeconds: number): number {
  const seconds = tauYears * SECONDS_PER_YEAR;
  return seconds < averagingSeconds ? seconds / averagingSeconds : 1;
}

/** What the option settles at as it stands now: the part that is known, and the forward for the rest. */
export function settlementForward(forwardUsd: number, averagedUsd: number, share: number): number {
  return share === 1 ? forwardUsd : averagedUsd * (1 - share) + forwardUsd * share;
}
