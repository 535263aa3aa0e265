/** Characters of a number: a uint256 with its sign and a point fits, and nothing longer is a price or an amount. */
export const DECIMAL_CHARS_MAX = 192;

/** 9999-12-31: beyond it a time is in another unit. */
export const EPOCH_MS_MAX = 253_402_300_799_000;
