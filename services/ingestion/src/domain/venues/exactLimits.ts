/** Characters of a number: a uint256 with its sign and a point fits, and nothing longer is a price or an amount. */
export const DECIMAL_CHARS_MAX = 192;

/** So that products of two stay within what a decimal may have. */
export const DECIMALS_MAX = 60;

/** 9999-12-31: beyond it a time is in another unit. */
export const EPOCH_MS_MAX = 253_402_300_799_000;

/**
 * Of what a venue repeats when one subscribes (trades of a market, fills of an account) the newest that are said: more than
 * happen while a connection is made again, and fewer than the names of a series that are remembered. A venue's snapshot has
 * up to 2,000, and each would come back as late at every connection.
 */
export const SNAPSHOT_ITEMS_MAX = 100;
