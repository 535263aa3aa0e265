import type { AuctionedAccount } from './auctionTypes.js';

/** The maintenance margin with the auction's buffer taken off: what bidders may bring up to 0. */
export function bufferMargin(bufferShare: number, account: AuctionedAccount): number {
  const { markToMarketUsd, maintenanceMarginUsd } = account;
  return maintenanceMarginUsd - (markToMarketUsd - maintenanceMarginUsd) * bufferShare;
}
