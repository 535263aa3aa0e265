import type { SviParameters } from '@gimbal/quant';

/** A slice of the venue's volatility feed, with the forward and the tenor that it refers to. */
export interface DeriveSvi extends SviParameters {
  readonly forwardUsd: number;
  /** Years; not the time that is left. */
  readonly refTauYears: number;
}

export interface DeriveMarkVol {
  readonly strikeUsd: number;
  /** Per year, as a fraction. */
  readonly vol: number;
}

/** What the feeds say of one expiry. Confidences are from 0 to 1. */
export interface DeriveExpiry {
  /** Unix seconds: the identity by which options name it. */
  readonly expiryS: number;
  /** Counted to the valuation moment; 0 or less once it is past. */
  readonly secondsToExpiry: number;
  /** As the feed gives it: within the last half hour it already holds the share of the average that is known. */
  readonly forwardUsd?: number | undefined;
  /** The share of it that the settlement average has fixed, where the feed tells; else in proportion to the time gone. */
  readonly forwardFixedUsd?: number | undefined;
  readonly forwardConfidence: number;
  /** Continuously compounded; a negative one counts as 0. */
  readonly ratePer1: number;
  readonly rateConfidence: number;
  readonly volConfidence: number;
  readonly svi?: DeriveSvi | undefined;
  /** Volatilities of single strikes; they go before the slice. */
  readonly markVols?: readonly DeriveMarkVol[] | undefined;
  /** Needed once the expiry is past: an expired option without it is refused. */
  readonly settlementPriceUsd?: number | undefined;
}

export interface DeriveOption {
  readonly expiryS: number;
  readonly strikeUsd: number;
  readonly right: 'call' | 'put';
  /** Contracts on one coin; negative when short. */
  readonly amount: number;
}

export interface DerivePerp {
  /** Coins; negative when short. */
  readonly amount: number;
  /** At the market's perp price. */
  readonly unrealisedPnlUsd: number;
  readonly unsettledFundingUsd: number;
}

export interface DerivePerpFeed {
  readonly priceUsd?: number | undefined;
  readonly confidence: number;
}
