import { optionDemands } from '../derive/checkOptions.js';
import { confidence, type Demand, finite, firstBroken, noDuplicates, priced } from '../derive/demands.js';
import type { DeriveFailure } from '../derive/failures.js';
import { LEGS_MAX } from '../derive/limits.js';
import type { Pmrm2Parameters } from './parameters.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';

/** The first leg or feed that can't be used, or undefined: past this check every number the margin needs is there. */
export function checkPortfolio(
  parameters: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
): DeriveFailure | undefined {
  return firstBroken([
    finite('cash', portfolio.cashUsd),
    priced('spot', market.spotUsd),
    priced('the stable', market.stableUsd),
    confidence('spot', market.spotConfidence),
    ...perpDemands(market, portfolio),
    ...optionDemands(market.expiries, portfolio.options),
    ...collateralDemands(parameters, market, portfolio),
  ]);
}

function perpDemands({ perp: feed }: Pmrm2Market, { perp }: Pmrm2Portfolio): Demand[] {
  if (perp === undefined) return [];
  return [
    finite('amount of the perp', perp.amount),
    finite('profit of the perp', perp.unrealisedPnlUsd),
    finite('funding of the perp', perp.unsettledFundingUsd),
    ...(perp.amount === 0 ? [] : [priced('the perp', feed?.priceUsd), confidence('the perp', feed?.confidence ?? 0)]),
  ];
}

function collateralDemands(parameters: Pmrm2Parameters, market: Pmrm2Market, portfolio: Pmrm2Portfolio): Demand[] {
  const known = new Set(parameters.collaterals.map(({ asset }) => asset));
  const { collaterals } = portfolio;
  const count = collaterals.length;
  return [
    ['TooManyLegs', 'collaterals', count <= LEGS_MAX, `at most ${LEGS_MAX} collaterals`, count],
    ...noDuplicates('collaterals', collaterals.map(assetOf)),
    ...noDuplicates('collateral feeds', market.collaterals.map(assetOf)),
    ...collaterals.flatMap(({ asset, amount }): Demand[] => {
      const feed = market.collaterals.find((one) => one.asset === asset);
      return [
        ['UnknownAsset', 'collaterals', known.has(asset), 'an asset that the parameters name', asset],
        finite(`amount of ${asset}`, amount),
        priced(asset, feed?.priceUsd),
        confidence(asset, feed?.confidence ?? 0),
      ];
    }),
  ];
}

function assetOf({ asset }: { readonly asset: string }): string {
  return asset;
}
