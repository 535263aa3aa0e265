import type { LinearMarginLeg, MarginLeg, MarginPortfolio, OptionMarginLeg } from './portfolio.js';

export const SPOTS = { BTC: 100_000, ETH: 4_000 };

export function perp(size: number, more: Partial<LinearMarginLeg> = {}): LinearMarginLeg {
  return { kind: 'linear', id: 'BTC-PERP', underlying: 'BTC', size, markUsd: 100_000, ...more };
}

/** At the money, 50 % of volatility, no rate. */
export function call(size: number, days: number, more: Partial<OptionMarginLeg> = {}): OptionMarginLeg {
  return {
    kind: 'option',
    id: `BTC-${days}-100000-C`,
    underlying: 'BTC',
    size,
    right: 'call',
    strikeUsd: 100_000,
    tauYears: days / 365,
    forwardUsd: 100_000,
    markVol: 0.5,
    ratePer1: 0,
    ...more,
  };
}

export function portfolio(cashUsd: number, ...legs: readonly MarginLeg[]): MarginPortfolio {
  return { cashUsd, legs, fundingProvisionUsd: 0, feeProvisionUsd: 0 };
}
