import { auctionFee } from './auctionFee.js';
import { auctionFraction } from './auctionFraction.js';
import { auctionShare } from './auctionShare.js';
import { insolventBid } from './insolventBid.js';
import { liquidationLoss } from './liquidationLoss.js';
import { solventBid } from './solventBid.js';

/** Derive's Dutch auction, for accounts of either manager: held to the publisher's auction steps. */
export const deriveAuction = {
  share: auctionShare,
  fraction: auctionFraction,
  fee: auctionFee,
  solventBid,
  insolventBid,
  liquidationLoss,
} as const;
