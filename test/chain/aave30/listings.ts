import type { Hex } from '../localChain.ts';

/** How a token is listed: percentages in basis points, the bonus as the contract keeps it (10500 for 5 %). */
export interface Listing {
  readonly symbol: string;
  readonly decimals: number;
  readonly priceUsd: number;
  readonly ltvBps: number;
  readonly thresholdBps: number;
  readonly bonusBps: number;
  readonly protocolFeeBps: number;
  readonly reserveFactorBps: number;
}

/** Close to Aave's markets of 2023; USDC charges no liquidation fee, so that both paths of the fee are walked. */
export const LISTINGS: readonly Listing[] = [
  {
    symbol: 'WETH',
    decimals: 18,
    priceUsd: 1807,
    ltvBps: 8000,
    thresholdBps: 8250,
    bonusBps: 10500,
    protocolFeeBps: 1000,
    reserveFactorBps: 1000,
  },
  {
    symbol: 'USDC',
    decimals: 6,
    priceUsd: 1,
    ltvBps: 8250,
    thresholdBps: 8500,
    bonusBps: 10400,
    protocolFeeBps: 0,
    reserveFactorBps: 1000,
  },
  {
    symbol: 'DAI',
    decimals: 18,
    priceUsd: 0.9998,
    ltvBps: 7500,
    thresholdBps: 8000,
    bonusBps: 10512,
    protocolFeeBps: 2000,
    reserveFactorBps: 1500,
  },
];

/** One category without a price of its own, and one whose price stands in for its member's. */
export interface CategoryListing {
  readonly id: number;
  readonly ltvBps: number;
  readonly thresholdBps: number;
  readonly bonusBps: number;
  readonly members: readonly string[];
  readonly priceUsd?: number;
  readonly priceSource?: Hex;
}

export const CATEGORIES: readonly CategoryListing[] = [
  { id: 1, ltvBps: 9700, thresholdBps: 9750, bonusBps: 10100, members: ['USDC', 'DAI'] },
  {
    id: 2,
    ltvBps: 9000,
    thresholdBps: 9300,
    bonusBps: 10200,
    members: ['WETH'],
    priceUsd: 1771,
    // The oracle keeps a category's feed under an address that need not be a token.
    priceSource: '0x00000000000000000000000000000000000000e2',
  },
];

const RAY_PER_PERCENT = 10n ** 25n;

/**
 * Arguments of the interest rate strategy after its provider, in ray: optimal usage 80 %, base 10 %, slopes 4 % and 75 %;
 * stable slopes and offsets, which no one here uses; optimal stable share 20 %.
 * Below about 7 % a year the third term of compounded interest is floored to nothing, so the base lies above.
 */
export const RATE_STRATEGY: readonly bigint[] = [80n, 10n, 4n, 75n, 2n, 75n, 2n, 5n, 20n].map(
  (percent) => percent * RAY_PER_PERCENT,
);
