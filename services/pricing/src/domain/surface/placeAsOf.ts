import type { PricingState } from '../pricingState.js';
import { surfaceDayKey } from './surfaceRow.js';

/** Days that are looked back for a surface: a venue that has said nothing for longer has none. */
const DAYS_BACK_MAX = 31;
const US_PER_DAY = 86_400_000_000n;

/** The offset of the surface that stood at a time, or undefined when there was none. */
export function offsetAsOf(state: PricingState, underlying: string, venue: string, timeUs: bigint): number | undefined {
  for (let back = 0; back < DAYS_BACK_MAX; back++) {
    const day = state.surfaceDays.get(surfaceDayKey(underlying, venue, timeUs - BigInt(back) * US_PER_DAY));
    const at = day?.timesUs.findLastIndex((publishedUs) => publishedUs <= timeUs) ?? -1;
    if (at !== -1) return day!.offsets[at];
  }
  return undefined;
}
