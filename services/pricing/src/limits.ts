/**
 * Bytes of one record of marks, at most: half of Kafka's default limit of 1 MiB for a batch, so that a chunk and its
 * headers always fit. A frame that is longer is cut into chunks of the same step.
 */
export const MARKS_CHUNK_BYTES_MAX = 512 * 1024;

/** Instruments in one ListInstruments request; a longer one is refused, so that one command stays one short batch. */
export const LIST_REQUEST_INSTRUMENTS_MAX = 1_000;

/** Instruments of one underlying; beyond it listing is refused. A kept frame of them is 140 MB a step already. */
export const UNDERLYING_INSTRUMENTS_MAX = 1_000_000;

/** Volatility per year as a fraction. Above 2,000 % it is a percentage that was taken for a fraction. */
export const VOL_MAX = 20;

/** Funding per interval as a fraction, either way: more than the whole mark is a fault of the source. */
export const FUNDING_RATE_MAX = 1;

/** USD per coin; above it a price is an integer that was taken for a decimal. */
export const PRICE_USD_MAX = 1e12;

/** A fee of liquidity in hundredths of a basis point: the whole trade. The flag of a dynamic fee (8,388,608) is none. */
export const LP_FEE_PIPS_MAX = 1_000_000;

/** Units of an asset that one token redeems for; beyond either this or its inverse it is an integer of a contract. */
export const CONVERSION_RATE_MAX = 1e12;

/** Yield a year as a fraction, either way: above it it is a percentage that was taken for a fraction. */
export const YIELD_PER1_MAX = 10;

/** Interest a year as a fraction. The kinked curves of lending pools end at 300 %; ten times that is no rate. */
export const LENDING_RATE_MAX = 30;

/** Hours over which the pace of a pool's fees is taken: a day has one of each. */
export const FEE_PACE_HOURS = 24;

/** Decimals of an oracle's answer; 36 is the most that a published feed uses. */
export const ORACLE_DECIMALS_MAX = 36;

/** Instruments in one GetMarks request. */
export const GET_MARKS_INSTRUMENTS_MAX = 10_000;

/** Sources that a frame may name, as codes of two bytes; more are of instruments that should be of other underlyings. */
export const SOURCES_PER_FRAME_MAX = 0xffff;

/**
 * A quote of an option that is older than this is not used, and a surface or a slice of one neither: venues refresh a
 * whole chain within a minute, Derive's volatility feed beats every 20 minutes.
 */
export const OPTION_QUOTE_AGE_US_MAX = 300_000_000n;
export const SURFACE_AGE_US_MAX = 1_200_000_000n;

/** Rows of one ImpliedVolatilityBatch. */
export const IMPLIED_VOLATILITY_ROWS_MAX = 100_000;

/** Rows that are inverted before others get their turn of the event loop: less than a millisecond, a few when all fail. */
export const IMPLIED_VOLATILITY_SLICE_ROWS = 1_024;

/** Strikes times expiries of one GetSurface. */
export const SURFACE_POINTS_MAX = 10_000;

/**
 * How many times the life of a surface's last slice an expiry may be away from it: variance is held to run on as it did
 * to there, and for as long again that is an extrapolation that is said (`regions`); beyond, nothing was quoted that
 * speaks of it.
 */
export const SURFACE_LIFE_FACTOR_MAX = 2;

/** Rows of one PriceBatch: about 10 to 20 ms of work, and messages that fit BATCH_MESSAGE_BYTES_MAX. */
export const PRICE_BATCH_ROWS_MAX = 100_000;

/** Blocks of one PriceBatch: rows can say where they belong, so that a block of each kind is enough. */
export const PRICE_BATCH_BLOCKS_MAX = 1_000;

/** Rows that are valued before others get their turn of the event loop: about a millisecond. */
export const PRICE_BATCH_SLICE_ROWS = 8_192;

/** Failures that are put into words and bytes before others get their turn: a few milliseconds. */
export const FAILURES_SLICE = 1_024;
