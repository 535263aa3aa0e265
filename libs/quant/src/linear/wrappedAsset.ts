import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { DAYS_PER_YEAR } from '../units.js';

/**
 * One unit of a wrapped or staked asset (wstETH, rETH, WBTC), which redeems for `ratePerUnit` of its underlying and
 * trades at a price of its own. Its delta moves with the underlying at the ratio of market to redemption value that
 * stands; the basis is another risk, and stays visible as `basisUsd` and `basisDeltaUsd` instead of going into delta.
 * A rate of 1 without a yield is a plain wrapper. The yield grows the rate, so it is carry in kind.
 */
export const wrappedAsset = rowKernel(
  'wrapped',
  {
    underlyingUsd: { rule: 'positive' },
    ratePerUnit: { rule: 'positive', unless: 1 },
    marketUsd: { rule: 'positive' },
    yieldPer1: { rule: 'finite', unless: 0 },
  },
  (input, out, at) => {
    const underlyingUsd = input[at.underlyingUsd]!;
    const redemptionUsd = input[at.ratePerUnit]! * underlyingUsd;
    const marketUsd = input[at.marketUsd]!;
    out[AT.priceUsd] = marketUsd;
    out[AT.delta] = marketUsd / underlyingUsd;
    out[AT.netDelta] = marketUsd / underlyingUsd;
    out[AT.basisUsd] = marketUsd - redemptionUsd;
    out[AT.basisDeltaUsd] = redemptionUsd;
    out[AT.carryUsdPerDay] = (marketUsd * input[at.yieldPer1]!) / DAYS_PER_YEAR;
    return 0;
  },
);
