import type { DeriveExpiry } from '../derive/deriveMarket.js';
import type { SrmParameters, SrmUnderlyingParameters } from './parameters.js';
import type { SrmHolding, SrmMarket, SrmPortfolio } from './portfolio.js';

/** What Derive's published standard-manager cases were made with (domain handbook, 1.5). */
export const publishedTerms: SrmUnderlyingParameters = {
  underlying: 'ETH',
  option: {
    maxSpot: 0.15,
    minSpot: 0.1,
    mmCallSpot: 0.075,
    mmPutSpot: 0.075,
    mmPutMtm: 0.075,
    unpairedIm: 1.2,
    unpairedMm: 1.1,
    mmOffset: 1.05,
  },
  perp: { mmShare: 0.05, imShare: 0.065 },
  base: { marginFactor: 0.1, imScale: 1 },
  oracle: { perpThreshold: 0.4, optionThreshold: 0.4, baseThreshold: 0.4, factor: 0.4 },
};

export const publishedParameters: SrmParameters = {
  underlyings: [publishedTerms, { ...publishedTerms, underlying: 'BTC' }],
  depeg: { thresholdUsd: 0.98, factor: 1.2 },
};

/** The feeds of the published cases of ETH (derivexyz/v2-core, StandardManager/test-cases.json), figures only. */
export const ethExpiry: DeriveExpiry = {
  expiryS: 500_400,
  secondsToExpiry: 500_400,
  forwardUsd: 1500.833279310994,
  forwardConfidence: 1,
  ratePer1: 0.03,
  rateConfidence: 1,
  volConfidence: 1,
  markVols: [
    { strikeUsd: 1000, vol: 1.2620121299319145 },
    { strikeUsd: 1100, vol: 1.198874027186882 },
    { strikeUsd: 1200, vol: 1.1389393988282974 },
    { strikeUsd: 1300, vol: 1.0831894155098765 },
    { strikeUsd: 1500, vol: 1.0478844940849863 },
    { strikeUsd: 1900, vol: 1.1799938322791133 },
    { strikeUsd: 2500, vol: 1.32653865803086 },
    { strikeUsd: 4500, vol: 1.5973444422286496 },
  ],
};

export const publishedMarket: SrmMarket = {
  stableUsd: 1,
  underlyings: [
    {
      underlying: 'ETH',
      spotUsd: 1500,
      spotConfidence: 1,
      perp: { priceUsd: 1505, confidence: 1 },
      expiries: [ethExpiry],
    },
    { underlying: 'BTC', spotUsd: 28_000, spotConfidence: 1, expiries: [] },
  ],
};

type Legs = readonly (readonly [right: 'call' | 'put', strikeUsd: number, amount: number])[];

export function holdingOf(legs: Legs, others: Partial<SrmHolding> = {}): SrmHolding {
  const options = legs.map(([right, strikeUsd, amount]) => ({ expiryS: ethExpiry.expiryS, right, strikeUsd, amount }));
  return { underlying: 'ETH', baseAmount: 0, options, ...others };
}

export function portfolioOf(legs: Legs, others: Partial<SrmHolding> = {}, cashUsd = 0): SrmPortfolio {
  return { cashUsd, holdings: [holdingOf(legs, others)] };
}
