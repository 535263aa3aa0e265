import type { FeedOf } from '../feedDescription.js';
import { dydxProtocol } from './dydx/dydxProtocol.js';
import { gmxProtocol } from './gmx/gmxProtocol.js';
import { hyperliquidProtocol } from './hyperliquid/hyperliquidProtocol.js';
import { deribitProtocol } from './deribit/deribitProtocol.js';
import { deriveProtocol } from './derive/deriveProtocol.js';
import type { VenueProtocol } from './venueSession.js';

/** The protocol of a venue's feed; what the feed is about (an account, say) it knows from its description. */
export type VenueProtocolOf = (feed: FeedOf<'venue-session'>) => VenueProtocol<unknown> | undefined;

/** By the venue's name in the feed's description. */
const protocols: Readonly<Record<string, VenueProtocolOf>> = {
  hyperliquid: ({ account, deployment }) => hyperliquidProtocol({ account, deployment }),
  dydx: ({ account }) => dydxProtocol({ account }),
  gmx: () => gmxProtocol(),
  deribit: ({ account }) => deribitProtocol({ accountId: account }),
  derive: ({ account }) => deriveProtocol({ accountId: account }),
};

/** How a venue's frames are read; undefined for a venue that nobody can read, whose frames are quarantined. */
export const venueProtocolOf: VenueProtocolOf = (feed) => protocols[feed.venue]?.(feed);
