/** Prices and totals of v2's Ethereum markets are in ETH, with 18 decimals: an oracle's answer is wei for one token. */
export const ETH_BASE_CURRENCY_DECIMALS = 18;

/** One liquidation repays at most half of what is owed in an asset, however low the health (LendingPoolCollateralManager). */
export const CLOSE_FACTOR_BPS = 5_000n;

/** Liquidation prices are searched from 1 wei to 10^14 ETH: outside, a price says nothing. */
export const HIGHEST_PRICE_BASE = 10n ** 32n;
