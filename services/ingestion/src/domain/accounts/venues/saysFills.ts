import { VENUE_CAPABILITIES } from '../../venues/venueCapabilities.js';

const VENUES_WITH_FILLS: ReadonlySet<string> = new Set(
  VENUE_CAPABILITIES.filter(({ kinds }) => kinds.some(({ events }) => events.includes('VenueFillObserved'))).map(
    ({ venue }) => venue,
  ),
);

/** Whether a venue says fills at all. Where it doesn't, as on GMX, positions have no facts to be held against. */
export function saysFills(venue: string): boolean {
  return VENUES_WITH_FILLS.has(venue);
}
