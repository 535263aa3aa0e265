import type { Table } from '@gimbal/projection';
import type { PricingState } from '../pricingState.js';

const US_PER_DAY = 86_400_000_000n;
const US_PER_MS = 1000n;

/**
 * Drops what a feed said of expiries that have come, at its first observation of a day: a chain lists some hundred new
 * contracts a day, and their rows would stay for ever. Only the feed's own rows are touched.
 */
export function dropExpired(state: PricingState, feed: string, observedAtUs: bigint): void {
  const day = observedAtUs / US_PER_DAY;
  const before = state.optionFeedDays.get(feed);
  if (before !== undefined && before >= day) return;
  state.optionFeedDays.set(feed, day);
  const nowMs = Number(observedAtUs / US_PER_MS);
  dropFrom(state.optionQuotes, feed, nowMs);
  dropFrom(state.venueSlices, feed, nowMs);
}

function dropFrom(
  rows: Table<{ readonly feed: string; readonly expiryMs: number }>,
  feed: string,
  nowMs: number,
): void {
  for (const [key, row] of rows.entries()) if (row.feed === feed && row.expiryMs <= nowMs) rows.delete(key);
}
