import type { FeedOf } from '../feedDescription.js';
import type { VenueProtocol } from './venueSession.js';

/** The protocol of a venue's feed; what the feed is about (an account, say) it knows from its description. */
export type VenueProtocolOf = (feed: FeedOf<'venue-session'>) => VenueProtocol<unknown> | undefined;

/** By the venue's name in the feed's description. */
const protocols: Readonly<Record<string, VenueProtocolOf>> = {};

/** How a venue's frames are read; undefined for a venue that nobody can read, whose frames are quarantined. */
export const venueProtocolOf: VenueProtocolOf = (feed) => protocols[feed.venue]?.(feed);
