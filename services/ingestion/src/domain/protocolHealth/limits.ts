/** A minute of liquidations is one entry of a row, so that a row has at most this many. */
export const LIQUIDATION_MINUTES_KEPT = 60;

/** Dollars are said to the millionth: everything in them is an estimate. */
export const USD_SCALE = 6;

/** Fractions are said with the digits of a token amount. */
export const FRACTION_SCALE = 18;

/** Reserves of a deployment that are watched: Aave's largest market has about 60. */
export const WATCHED_RESERVES_MAX = 128;
