import type { PnlPeriod } from './pnlRows.js';

const US_PER_HOUR = 3_600_000_000n;
const LENGTH_US: Readonly<Record<PnlPeriod, bigint>> = { hour: US_PER_HOUR, day: 24n * US_PER_HOUR };

/** Whether a period that began at `fromUs` is over at `nowUs`: hours and days of UTC on the domain clock. */
export function hasEnded(period: PnlPeriod, fromUs: bigint, nowUs: bigint): boolean {
  return nowUs / LENGTH_US[period] > fromUs / LENGTH_US[period];
}

/** The beginning of a time's day of UTC. */
export function dayOf(timeUs: bigint): bigint {
  return (timeUs / LENGTH_US.day) * LENGTH_US.day;
}
