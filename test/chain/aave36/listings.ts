import type { MarketCategory } from '../aave/market.ts';
import type { Listing } from '../aave30/listings.ts';

/**
 * Six, eight and eighteen decimals. PT has no threshold of its own: from v3.6 on an asset may be collateral inside
 * categories alone. USDC charges no liquidation fee, so that both paths of the fee are walked.
 */
export const LISTINGS: readonly Listing[] = [
  {
    symbol: 'WETH',
    decimals: 18,
    priceUsd: 1807,
    ltvBps: 8050,
    thresholdBps: 8300,
    bonusBps: 10500,
    protocolFeeBps: 1000,
    reserveFactorBps: 1500,
  },
  {
    symbol: 'USDC',
    decimals: 6,
    priceUsd: 1,
    ltvBps: 7500,
    thresholdBps: 7800,
    bonusBps: 10450,
    protocolFeeBps: 0,
    reserveFactorBps: 1000,
  },
  {
    symbol: 'DAI',
    decimals: 18,
    priceUsd: 0.9998,
    ltvBps: 6300,
    thresholdBps: 7700,
    bonusBps: 10512,
    protocolFeeBps: 2000,
    reserveFactorBps: 2500,
  },
  {
    symbol: 'WBTC',
    decimals: 8,
    priceUsd: 30_123,
    ltvBps: 7300,
    thresholdBps: 7800,
    bonusBps: 10575,
    protocolFeeBps: 1000,
    reserveFactorBps: 5000,
  },
  {
    symbol: 'wstETH',
    decimals: 18,
    priceUsd: 2079.5,
    ltvBps: 7850,
    thresholdBps: 8101,
    bonusBps: 10603,
    protocolFeeBps: 1111,
    reserveFactorBps: 3500,
  },
  {
    symbol: 'PT',
    decimals: 18,
    priceUsd: 0.9613,
    ltvBps: 0,
    thresholdBps: 0,
    bonusBps: 0,
    protocolFeeBps: 1000,
    reserveFactorBps: 1000,
  },
];

export interface CategoryListing extends MarketCategory {
  readonly ltvBps: number;
  readonly thresholdBps: number;
  readonly bonusBps: number;
  readonly borrowable: readonly string[];
}

/** Two categories share WETH, and one lends against what is nothing outside. */
export const CATEGORIES: readonly CategoryListing[] = [
  {
    id: 1,
    ltvBps: 9000,
    thresholdBps: 9300,
    bonusBps: 10200,
    members: ['USDC', 'DAI'],
    borrowable: ['USDC', 'DAI'],
  },
  { id: 2, ltvBps: 9300, thresholdBps: 9501, bonusBps: 10100, members: ['WETH', 'wstETH'], borrowable: ['WETH'] },
  {
    id: 3,
    ltvBps: 8812,
    thresholdBps: 9013,
    bonusBps: 10301,
    members: ['PT', 'WETH'],
    borrowable: ['USDC', 'DAI', 'WBTC'],
  },
];

/**
 * The interest rates of every reserve, in basis points: optimal usage, base, slope below and above it. Ten percent base,
 * so that the third term of compounded interest isn't floored to nothing.
 */
export const RATES_BPS: readonly number[] = [8000, 1000, 400, 7500];
