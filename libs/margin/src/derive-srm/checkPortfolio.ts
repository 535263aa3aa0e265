import { optionDemands } from '../derive/checkOptions.js';
import { confidence, type Demand, finite, firstBroken, noDuplicates, priced } from '../derive/demands.js';
import type { DeriveFailure } from '../derive/failures.js';
import type { SrmParameters } from './parameters.js';
import type { SrmHolding, SrmMarket, SrmPortfolio, SrmUnderlying } from './portfolio.js';

/** The first leg or feed that can't be used, or undefined: past this check every number the margin needs is there. */
export function checkPortfolio(
  parameters: SrmParameters,
  market: SrmMarket,
  portfolio: SrmPortfolio,
): DeriveFailure | undefined {
  return firstBroken([
    finite('cash', portfolio.cashUsd),
    priced('the stable', market.stableUsd),
    ...noDuplicates('holdings', portfolio.holdings.map(underlyingOf)),
    ...noDuplicates('underlyings', market.underlyings.map(underlyingOf)),
    ...portfolio.holdings.flatMap((holding) => holdingDemands(parameters, market, holding)),
  ]);
}

function holdingDemands(parameters: SrmParameters, market: SrmMarket, holding: SrmHolding): Demand[] {
  const { underlying } = holding;
  const feeds = market.underlyings.find((one) => one.underlying === underlying);
  const hasTerms = parameters.underlyings.some((one) => one.underlying === underlying);
  const known: Demand[] = [
    ['UnknownMarket', 'holdings', hasTerms, 'an underlying that the parameters name', underlying],
    ['UnknownMarket', 'holdings', feeds !== undefined, 'an underlying that the feeds name', underlying],
  ];
  return feeds === undefined ? known : [...known, ...legDemands(holding, feeds)];
}

function legDemands({ underlying, perp, options, baseAmount }: SrmHolding, feeds: SrmUnderlying): Demand[] {
  return [
    finite(`amount of ${underlying}`, baseAmount),
    priced(underlying, feeds.spotUsd),
    confidence(underlying, feeds.spotConfidence),
    ...optionDemands(feeds.expiries, options),
    ...(perp === undefined
      ? []
      : [
          finite(`amount of the ${underlying} perp`, perp.amount),
          finite(`profit of the ${underlying} perp`, perp.unrealisedPnlUsd),
          finite(`funding of the ${underlying} perp`, perp.unsettledFundingUsd),
        ]),
    ...(perp === undefined || perp.amount === 0
      ? []
      : [
          priced(`the ${underlying} perp`, feeds.perp?.priceUsd),
          confidence(`the ${underlying} perp`, feeds.perp?.confidence ?? 0),
        ]),
  ];
}

function underlyingOf({ underlying }: { readonly underlying: string }): string {
  return underlying;
}
