import type { Pmrm2CollateralParameters, Pmrm2Parameters } from './parameters.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';

export interface CollateralValue {
  readonly asset: string;
  /** In the venue's cash: a stable under its peg makes collateral worth more of it. */
  readonly valueUsd: number;
  readonly confidence: number;
  readonly terms: Pmrm2CollateralParameters;
}

/** Takes what `checkPortfolio` has let through. */
export function collateralValues(
  parameters: Pmrm2Parameters,
  market: Pmrm2Market,
  portfolio: Pmrm2Portfolio,
): readonly CollateralValue[] {
  return portfolio.collaterals.map(({ asset, amount }) => {
    const feed = market.collaterals.find((one) => one.asset === asset)!;
    const terms = parameters.collaterals.find((one) => one.asset === asset)!;
    return { asset, valueUsd: (amount * feed.priceUsd!) / market.stableUsd!, confidence: feed.confidence, terms };
  });
}
