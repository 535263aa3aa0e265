/** A quantity of 1 of a range is 10^12 of liquidity (`LIQUIDITY_UNIT` of libs/instruments). */
export const LIQUIDITY_UNIT_DECIMALS = 12;
