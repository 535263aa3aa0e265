import type { SrmOptionParameters, SrmParameters, SrmUnderlyingParameters } from '../derive-srm/parameters.js';
import type { SrmHolding, SrmMarket, SrmPortfolio, SrmUnderlying } from '../derive-srm/portfolio.js';
import {
  auctionShape,
  type DeriveAuctionTerms,
  expiryShape,
  optionShape,
  perpFeedShape,
  perpShape,
} from './deriveShapes.js';
import { listOf, object } from './json/compositeShapes.js';
import { finiteNumber, nameText } from './json/scalarShapes.js';
import { optional } from './json/shape.js';

export interface SrmTerms extends SrmParameters {
  readonly auction?: DeriveAuctionTerms | undefined;
}

export const srmParametersShape = object<SrmTerms>({
  underlyings: listOf(
    object<SrmUnderlyingParameters>({
      underlying: nameText,
      option: object<SrmOptionParameters>({
        maxSpot: finiteNumber,
        minSpot: finiteNumber,
        mmCallSpot: finiteNumber,
        mmPutSpot: finiteNumber,
        mmPutMtm: finiteNumber,
        unpairedIm: finiteNumber,
        unpairedMm: finiteNumber,
        mmOffset: finiteNumber,
      }),
      perp: object<SrmUnderlyingParameters['perp']>({ mmShare: finiteNumber, imShare: finiteNumber }),
      base: object<SrmUnderlyingParameters['base']>({ marginFactor: finiteNumber, imScale: finiteNumber }),
      oracle: object<SrmUnderlyingParameters['oracle']>({
        perpThreshold: finiteNumber,
        optionThreshold: finiteNumber,
        baseThreshold: finiteNumber,
        factor: finiteNumber,
      }),
    }),
  ),
  depeg: object<SrmParameters['depeg']>({ thresholdUsd: finiteNumber, factor: finiteNumber }),
  auction: optional(auctionShape),
});

export const srmMarketShape = object<SrmMarket>({
  stableUsd: optional(finiteNumber),
  underlyings: listOf(
    object<SrmUnderlying>({
      underlying: nameText,
      spotUsd: optional(finiteNumber),
      spotConfidence: finiteNumber,
      perp: optional(perpFeedShape),
      expiries: listOf(expiryShape),
    }),
  ),
});

export const srmAccountShape = object<SrmPortfolio>({
  cashUsd: finiteNumber,
  holdings: listOf(
    object<SrmHolding>({
      underlying: nameText,
      perp: optional(perpShape),
      options: listOf(optionShape),
      baseAmount: finiteNumber,
    }),
  ),
});
