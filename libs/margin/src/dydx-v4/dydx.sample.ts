import { DYDX_V4_RULES, type DydxMarket, type DydxParameters } from './parameters.js';
import type { DydxSubaccount } from './subaccount.js';

const uncapped = { openInterestLowerCapUsd: 0, openInterestUpperCapUsd: 0 };

/** The tiers of the documentation: large, mid with its caps, and long tail with its. */
export const btc: DydxMarket = {
  market: 'BTC-USD',
  initialMarginFraction: 0.02,
  maintenanceFraction: 0.6,
  ...uncapped,
};
export const sol: DydxMarket = {
  market: 'SOL-USD',
  initialMarginFraction: 0.05,
  maintenanceFraction: 0.6,
  openInterestLowerCapUsd: 40_000_000,
  openInterestUpperCapUsd: 100_000_000,
};
export const tail: DydxMarket = {
  market: 'TAIL-USD',
  initialMarginFraction: 0.2,
  maintenanceFraction: 0.5,
  openInterestLowerCapUsd: 5_000_000,
  openInterestUpperCapUsd: 10_000_000,
};

export const parameters: DydxParameters = { ...DYDX_V4_RULES, markets: [btc, sol, tail] };

export const states = {
  'BTC-USD': { oraclePriceUsd: 50_000, openInterest: 1_000 },
  'SOL-USD': { oraclePriceUsd: 100, openInterest: 100_000 },
  'TAIL-USD': { oraclePriceUsd: 1_000, openInterest: 0 },
};

/** One BTC long for 50,000 USD, of which 300 are left: half of its maintenance margin of 600. */
export const sunkLong: DydxSubaccount = { quoteUsd: -49_700, positions: [{ market: 'BTC-USD', size: 1 }] };
export const sunkShort: DydxSubaccount = { quoteUsd: 50_300, positions: [{ market: 'BTC-USD', size: -1 }] };
