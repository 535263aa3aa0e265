import type { DeriveResult } from '../derive/failures.js';
import { auctionFee } from './auctionFee.js';
import type { AuctionFailure, DeriveAuctionParameters } from './auctionTypes.js';
import { checkAuction } from './checkAuction.js';
import { type InsolventBid, insolventBid } from './insolventBid.js';
import { type SolventBid, solventBid } from './solventBid.js';

/** What a liquidation costs. `lossUsd` is the account's; an insolvent account has nothing left to lose, others pay. */
export type LiquidationLoss =
  | { readonly kind: 'solvent'; readonly lossUsd: number; readonly feeUsd: number; readonly bid: SolventBid }
  | { readonly kind: 'insolvent'; readonly lossUsd: 0; readonly feeUsd: 0; readonly bid: InsolventBid };

/**
 * What is lost when an account is liquidated by one bidder who comes `elapsedSeconds` into the auction and takes all it
 * may. Feed it the margin of any portfolio, as it is or at its liquidation price.
 */
export function liquidationLoss(
  parameters: DeriveAuctionParameters,
  margin: { readonly markToMarketUsd: number; readonly maintenanceMarginUsd: number },
  elapsedSeconds: number,
  securityModuleUsd: number,
): DeriveResult<LiquidationLoss, AuctionFailure> {
  const { markToMarketUsd, maintenanceMarginUsd } = margin;
  const account = { markToMarketUsd, maintenanceMarginUsd, reservedCashUsd: 0 };
  const failure = checkAuction(parameters, account, elapsedSeconds);
  if (failure !== undefined) return { ok: false, failure };
  if (maintenanceMarginUsd >= 0) return { ok: false, failure: notLiquidatable(maintenanceMarginUsd) };
  const charged = auctionFee(parameters, account);
  if (charged.account.markToMarketUsd <= 0) {
    const bid = insolventBid(parameters, charged.account, elapsedSeconds, 1, securityModuleUsd);
    return bid.ok ? { ok: true, value: { kind: 'insolvent', lossUsd: 0, feeUsd: 0, bid: bid.value } } : bid;
  }
  const bid = solventBid(parameters, charged.account, elapsedSeconds, 1);
  if (!bid.ok) return bid;
  const { feeUsd } = charged;
  return { ok: true, value: { kind: 'solvent', lossUsd: feeUsd + bid.value.lossUsd, feeUsd, bid: bid.value } };
}

function notLiquidatable(maintenanceUsd: number): AuctionFailure {
  return {
    code: 'NotLiquidatable',
    field: 'the maintenance margin',
    expected: 'below 0',
    found: String(maintenanceUsd),
  };
}
