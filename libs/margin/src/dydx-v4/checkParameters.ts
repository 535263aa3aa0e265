import type { MarginFailure } from '../marginFailures.js';
import { MARKETS_MAX } from './limits.js';
import type { DydxMarket, DydxParameters } from './parameters.js';

/** The first contradiction of a parameter set, or undefined. */
export function checkParameters(parameters: DydxParameters): MarginFailure | undefined {
  const { markets } = parameters;
  if (markets.length > MARKETS_MAX)
    return { code: 'TooMany', list: 'markets', found: markets.length, max: MARKETS_MAX };
  const seen = new Set<string>();
  for (const market of markets) {
    if (seen.has(market.market)) return { code: 'DuplicateAsset', asset: market.market, list: 'markets' };
    seen.add(market.market);
    const failure = checkMarket(market);
    if (failure !== undefined) return failure;
  }
  return checkLiquidation(parameters);
}

function checkMarket(market: DydxMarket): MarginFailure | undefined {
  const contradicts = (field: keyof DydxMarket, expected: string, found: number): MarginFailure => {
    return { code: 'ContradictingParameters', subject: market.market, field, expected, found };
  };
  for (const field of ['initialMarginFraction', 'maintenanceFraction'] as const) {
    if (!(market[field] > 0 && market[field] <= 1)) return contradicts(field, 'above 0 and at most 1', market[field]);
  }
  const { openInterestLowerCapUsd: lower, openInterestUpperCapUsd: upper } = market;
  if (!(lower >= 0 && lower < Infinity)) return contradicts('openInterestLowerCapUsd', 'to be 0 or more', lower);
  if (!(upper >= lower && upper < Infinity)) {
    return contradicts('openInterestUpperCapUsd', `to be ${lower} or more, like its lower cap`, upper);
  }
  return undefined;
}

function checkLiquidation(parameters: DydxParameters): MarginFailure | undefined {
  const contradicts = (field: keyof DydxParameters, expected: string, found: number): MarginFailure => {
    return { code: 'ContradictingParameters', subject: 'dYdX v4', field, expected, found };
  };
  for (const field of ['bankruptcyAdjustment', 'spreadToMaintenanceRatio', 'notionalUsdMaxPerBlock'] as const) {
    if (!(parameters[field] > 0 && parameters[field] < Infinity)) {
      return contradicts(field, 'above 0', parameters[field]);
    }
  }
  if (parameters.bankruptcyAdjustment < 1) {
    return contradicts('bankruptcyAdjustment', 'to be 1 or more', parameters.bankruptcyAdjustment);
  }
  const { liquidationFeeShareMax: fee, positionShareMaxPerBlock: share } = parameters;
  if (!(fee >= 0 && fee < 1)) return contradicts('liquidationFeeShareMax', 'from 0 to below 1', fee);
  if (!(share > 0 && share <= 1)) return contradicts('positionShareMaxPerBlock', 'above 0 and at most 1', share);
  return undefined;
}
