import type { DeriveFailure } from '../derive/failures.js';

/** One version of the auction's parameters. */
export interface DeriveAuctionParameters {
  /** An account is sold down until its maintenance margin holds with this share of (MtM - MM) to spare. */
  readonly bufferShare: number;
  /** What a bidder pays of the value it takes: at the start, at the end of the fast part, and 0 at the end of the slow. */
  readonly startShare: number;
  readonly fastEndShare: number;
  readonly fastSeconds: number;
  readonly slowSeconds: number;
  /** Of the value that would be sold without a discount; paid once, at the start. */
  readonly feeShare: number;
  readonly insolventSeconds: number;
}

/** An account under auction. Dollars are units of the venue's cash. */
export interface AuctionedAccount {
  readonly markToMarketUsd: number;
  readonly maintenanceMarginUsd: number;
  /** What earlier bidders have paid in; it is no longer for sale. */
  readonly reservedCashUsd: number;
}

export type AuctionFailure = DeriveFailure | DeriveFailure<'NotLiquidatable' | 'AccountInsolvent' | 'AccountSolvent'>;
