import { auctionFraction } from './auctionFraction.js';
import type { AuctionedAccount, DeriveAuctionParameters } from './auctionTypes.js';

/** What an account pays when its auction starts: a share of the value that would be sold if nobody asked a discount. */
export function auctionFee(
  { bufferShare, feeShare }: DeriveAuctionParameters,
  account: AuctionedAccount,
): { readonly feeUsd: number; readonly account: AuctionedAccount } {
  const feeUsd = feeShare * auctionFraction(bufferShare, account, 1) * Math.max(0, account.markToMarketUsd);
  return {
    feeUsd,
    account: {
      ...account,
      markToMarketUsd: account.markToMarketUsd - feeUsd,
      maintenanceMarginUsd: account.maintenanceMarginUsd - feeUsd,
    },
  };
}
