/** Levels of lists and objects in one message. The deepest of the recorded ones (Hyperliquid's webData2) has nine. */
export const JSON_LEVELS_MAX = 64;

/** Characters of a number: a uint256 with its sign and a point fits, and nothing longer is a price or an amount. */
export const DECIMAL_CHARS_MAX = 192;

/** 9999-12-31: beyond it a time is in another unit. */
export const EPOCH_MS_MAX = 253_402_300_799_000;

/** Levels of each side that are said of a book: what Hyperliquid shows, and enough to walk a hedge through. */
export const BOOK_LEVELS_MAX = 20;

/**
 * Bytes of one message. The largest recorded one is a year of candles with 467 kB; Hyperliquid's webData2 of an account with
 * many orders comes near a megabyte.
 */
export const VENUE_MESSAGE_BYTES_MAX = 8 * 1024 * 1024;
