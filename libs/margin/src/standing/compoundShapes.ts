import type { CometAccount, CometAsset, CometCollateral, CometMarket } from '../compound-v3/market.js';
import { listOf, object } from './json/compositeShapes.js';
import { finiteNumber, nameText, wholeText } from './json/scalarShapes.js';
import { optional } from './json/shape.js';

/** What governance sets of one Comet: `CometMarket` without what moves by itself, and the base's name. */
export interface CometParameters extends Pick<CometMarket, 'baseDecimals' | 'storeFrontPriceFactorE18'> {
  readonly baseAsset: string;
  readonly assets: readonly Omit<CometAsset, 'priceE8'>[];
}

/** What moves by itself: prices and indices. */
export interface CometMarketData extends Pick<
  CometMarket,
  'basePriceE8' | 'baseSupplyIndexE15' | 'baseBorrowIndexE15'
> {
  readonly prices: readonly CometPrice[];
}

export interface CometPrice {
  readonly asset: string;
  readonly priceE8: bigint;
}

export const compoundParametersShape = object<CometParameters>({
  baseAsset: nameText,
  baseDecimals: finiteNumber,
  storeFrontPriceFactorE18: wholeText,
  assets: listOf(
    object<Omit<CometAsset, 'priceE8'>>({
      asset: nameText,
      decimals: finiteNumber,
      borrowCollateralFactorE18: wholeText,
      liquidateCollateralFactorE18: wholeText,
      liquidationFactorE18: wholeText,
    }),
  ),
});

export const compoundMarketShape = object<CometMarketData>({
  basePriceE8: optional(wholeText),
  baseSupplyIndexE15: wholeText,
  baseBorrowIndexE15: wholeText,
  prices: listOf(object<CometPrice>({ asset: nameText, priceE8: wholeText })),
});

export const compoundAccountShape = object<CometAccount>({
  principal: wholeText,
  collateral: listOf(object<CometCollateral>({ asset: nameText, amount: wholeText })),
});
