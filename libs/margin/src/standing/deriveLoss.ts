import { describeDeriveFailure } from '../derive/failures.js';
import type { LiquidationPoint, LiquidationPrices, MaintenanceState } from '../derive/liquidationPrices.js';
import { checkAuction } from '../derive-auction/checkAuction.js';
import { liquidationLoss } from '../derive-auction/liquidationLoss.js';
import type { DeriveAuctionTerms } from './deriveShapes.js';
import { nearerPrice, NO_LOSS, unknownLoss } from './standingParts.js';
import type { LiquidationLossStanding, StandingFailure } from './standingTypes.js';

/** What is wrong with the auction's terms, or undefined. */
export function checkAuctionTerms(auction: DeriveAuctionTerms | undefined): StandingFailure | undefined {
  if (auction === undefined) return undefined;
  const broke = { markToMarketUsd: 0, maintenanceMarginUsd: 0, reservedCashUsd: 0 };
  const failure = checkAuction(auction, broke, auction.bidAfterSeconds);
  return failure === undefined ? undefined : { source: 'derive', failure };
}

/** The nearer of both points of a leg. */
export function nearerPoint({ nowUsd, below, above }: LiquidationPrices): LiquidationPoint {
  const priceUsd = nearerPrice(nowUsd, below?.priceUsd, above?.priceUsd);
  return below !== undefined && below.priceUsd === priceUsd ? below : above!;
}

/** What an auction takes of an account that stands here; a state with margin left, or none at all, is none to auction. */
export function auctionLoss(
  auction: DeriveAuctionTerms | undefined,
  state: MaintenanceState | undefined,
): LiquidationLossStanding {
  if (state === undefined) return NO_LOSS;
  if (auction === undefined) return unknownLoss('Expected the terms of the auction in the parameters, found none.');
  const loss = liquidationLoss(auction, state, auction.bidAfterSeconds, auction.securityModuleUsd);
  return loss.ok ? { kind: 'known', lossUsd: loss.value.lossUsd } : unknownLoss(describeDeriveFailure(loss.failure));
}
