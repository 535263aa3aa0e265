import type { DydxMarket, DydxParameters } from '../dydx-v4/parameters.js';
import type { DydxMarketState, DydxMarketStates, DydxPosition, DydxSubaccount } from '../dydx-v4/subaccount.js';
import { listOf, object, recordOf } from './json/compositeShapes.js';
import { finiteNumber, nameText } from './json/scalarShapes.js';

export interface DydxMarketData {
  readonly markets: DydxMarketStates;
}

export const dydxParametersShape = object<DydxParameters>({
  markets: listOf(
    object<DydxMarket>({
      market: nameText,
      initialMarginFraction: finiteNumber,
      maintenanceFraction: finiteNumber,
      openInterestLowerCapUsd: finiteNumber,
      openInterestUpperCapUsd: finiteNumber,
    }),
  ),
  bankruptcyAdjustment: finiteNumber,
  spreadToMaintenanceRatio: finiteNumber,
  liquidationFeeShareMax: finiteNumber,
  positionShareMaxPerBlock: finiteNumber,
  notionalUsdMaxPerBlock: finiteNumber,
});

export const dydxMarketShape = object<DydxMarketData>({
  markets: recordOf(object<DydxMarketState>({ oraclePriceUsd: finiteNumber, openInterest: finiteNumber })),
});

export const dydxAccountShape = object<DydxSubaccount>({
  quoteUsd: finiteNumber,
  positions: listOf(object<DydxPosition>({ market: nameText, size: finiteNumber })),
});
