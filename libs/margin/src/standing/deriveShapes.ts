import type {
  DeriveExpiry,
  DeriveMarkVol,
  DeriveOption,
  DerivePerp,
  DerivePerpFeed,
  DeriveSvi,
} from '../derive/deriveMarket.js';
import type { DeriveAuctionParameters } from '../derive-auction/auctionTypes.js';
import { listOf, object } from './json/compositeShapes.js';
import { finiteNumber, oneOf } from './json/scalarShapes.js';
import { optional } from './json/shape.js';

/** The auction that both managers share, and when a bidder is assumed to come: what a liquidation costs hangs on it. */
export interface DeriveAuctionTerms extends DeriveAuctionParameters {
  readonly bidAfterSeconds: number;
  readonly securityModuleUsd: number;
}

export const auctionShape = object<DeriveAuctionTerms>({
  bufferShare: finiteNumber,
  startShare: finiteNumber,
  fastEndShare: finiteNumber,
  fastSeconds: finiteNumber,
  slowSeconds: finiteNumber,
  feeShare: finiteNumber,
  insolventSeconds: finiteNumber,
  bidAfterSeconds: finiteNumber,
  securityModuleUsd: finiteNumber,
});

const svi = object<DeriveSvi>({
  a: finiteNumber,
  b: finiteNumber,
  rho: finiteNumber,
  m: finiteNumber,
  sigma: finiteNumber,
  forwardUsd: finiteNumber,
  refTauYears: finiteNumber,
});

export const expiryShape = object<DeriveExpiry>({
  expiryS: finiteNumber,
  secondsToExpiry: finiteNumber,
  forwardUsd: optional(finiteNumber),
  forwardFixedUsd: optional(finiteNumber),
  forwardConfidence: finiteNumber,
  ratePer1: finiteNumber,
  rateConfidence: finiteNumber,
  volConfidence: finiteNumber,
  svi: optional(svi),
  markVols: optional(listOf(object<DeriveMarkVol>({ strikeUsd: finiteNumber, vol: finiteNumber }))),
  settlementPriceUsd: optional(finiteNumber),
});

export const optionShape = object<DeriveOption>({
  expiryS: finiteNumber,
  strikeUsd: finiteNumber,
  right: oneOf('call', 'put'),
  amount: finiteNumber,
});

export const perpShape = object<DerivePerp>({
  amount: finiteNumber,
  unrealisedPnlUsd: finiteNumber,
  unsettledFundingUsd: finiteNumber,
});

export const perpFeedShape = object<DerivePerpFeed>({ priceUsd: optional(finiteNumber), confidence: finiteNumber });
