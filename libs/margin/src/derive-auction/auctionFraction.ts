import { bufferMargin } from './bufferMargin.js';
import type { AuctionedAccount } from './auctionTypes.js';

/**
 * The largest part of a solvent account that bidders may take: what brings its buffer margin back to 0 when they pay
 * `share` of the value. 0 when it is there already.
 */
export function auctionFraction(bufferShare: number, account: AuctionedAccount, share: number): number {
  const bufferUsd = bufferMargin(bufferShare, account);
  if (bufferUsd >= 0) return 0;
  const { markToMarketUsd, reservedCashUsd } = account;
  return bufferUsd / (bufferUsd - markToMarketUsd * share - reservedCashUsd * (1 - share));
}
