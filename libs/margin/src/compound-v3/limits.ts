/** The fixed points of Comet: factors, prices and indices. */
export const FACTOR_SCALE = 10n ** 18n;
export const INDEX_SCALE = 10n ** 15n;

/** Comet packs what it stores: amounts and principal into 128 and 104 bits, indices into 64. */
export const AMOUNT_MAX = 2n ** 128n - 1n;
export const PRINCIPAL_MAX = 2n ** 103n - 1n;
export const INDEX_MAX = 2n ** 64n - 1n;

/** Comet refuses a base or an asset with more decimals than 18. */
export const DECIMALS_MAX = 18;

/** Assets per market: the contract has 15 slots, its later version 24. */
export const ASSETS_MAX = 24;

/** Liquidation prices are searched from 10^-8 to 10^14 dollars: outside, one says nothing. */
export const PRICE_MAX_E8 = 10n ** 22n;
