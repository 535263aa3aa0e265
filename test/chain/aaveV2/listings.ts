/** How a token is listed: percentages in basis points, the bonus as the contract keeps it (10500 for 5 %). */
export interface Listing {
  readonly symbol: string;
  readonly decimals: number;
  readonly priceEth: number;
  readonly ltvBps: number;
  readonly thresholdBps: number;
  readonly bonusBps: number;
  readonly reserveFactorBps: number;
  /** What the market outside asks for a stable loan, which the strategy adds its slopes to. */
  readonly marketStablePercent: bigint;
}

/** Close to Aave's Ethereum market v2 of 2023, with tokens of 18, 8 and 6 decimals. */
export const LISTINGS: readonly Listing[] = [
  {
    symbol: 'WETH',
    decimals: 18,
    priceEth: 1,
    ltvBps: 8250,
    thresholdBps: 8600,
    bonusBps: 10500,
    reserveFactorBps: 1500,
    marketStablePercent: 3n,
  },
  {
    symbol: 'USDC',
    decimals: 6,
    priceEth: 1 / 1807,
    ltvBps: 8000,
    thresholdBps: 8750,
    bonusBps: 10450,
    reserveFactorBps: 1000,
    marketStablePercent: 4n,
  },
  {
    symbol: 'DAI',
    decimals: 18,
    priceEth: 1 / 1809,
    ltvBps: 7500,
    thresholdBps: 8700,
    bonusBps: 10412,
    reserveFactorBps: 2000,
    marketStablePercent: 7n,
  },
  {
    symbol: 'WBTC',
    decimals: 8,
    priceEth: 15.4725,
    ltvBps: 7200,
    thresholdBps: 8200,
    bonusBps: 10650,
    reserveFactorBps: 5000,
    marketStablePercent: 3n,
  },
];

const RAY_PER_PERCENT = 10n ** 25n;

/** A market rate as the contracts keep it. */
export const rayOf = (percent: bigint): bigint => percent * RAY_PER_PERCENT;

/**
 * Arguments of the interest rate strategy after its provider, in ray: optimal usage 80 %, base 10 %, slopes 4 % and 75 %,
 * stable slopes 2 % and 75 %. Below about 7 % a year the third term of compounded interest is floored to nothing.
 */
export const RATE_STRATEGY: readonly bigint[] = [80n, 10n, 4n, 75n, 2n, 75n].map(rayOf);
