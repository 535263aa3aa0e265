/** Two million candles are almost four years of minutes; a caller with more has forgotten to cut them. */
export const MAX_CANDLES = 2_000_000;

/**
 * A candle whose high is more than twice its low is left out: on listed majors these were prints of a broken feed (the
 * first hour of Binance's archive opens at four times the market). Returns lose nothing by it, since the next close
 * carries the move.
 */
export const MAX_CANDLE_RANGE_RATIO = 2;

/**
 * A gap of more than a year parts a record. What lies beyond it with less than a tenth of the candles of the longest run
 * has wrong times (0, seconds for milliseconds, the wrong century); a venue that closed for a year has more.
 */
export const MAX_GAP_DAYS = 365;
export const MAX_STRAY_SHARE = 0.1;

/**
 * A close further than this from those around it, either way, is of another instrument or another unit: wider than a
 * candle's own range, since a hole may lie between.
 */
export const MAX_LEVEL_RATIO = 3;

/** Least share of a day's slots, and of the days of a week or month, that has to be there. */
export const MIN_COVERAGE_RATIO = 0.75;

/** Five minutes: the sampling that no other beat clearly over 31 assets (Liu, Patton and Sheppard 2015). */
export const SAMPLING_SECONDS = 300;

/** A day needs some returns to have a variance at all; six is one every four hours. */
export const MIN_RETURNS_PER_DAY = 6;

/** Days of a HAR week and month: crypto trades on all of them, so 7 and 30 stand in for Corsi's 5 and 22. */
export const WEEK_DAYS = 7;
export const MONTH_DAYS = 30;

/** Least rows of a fit: a quarter, so that four to eight coefficients have ten observations or more each. */
export const MIN_FIT_ROWS = 90;

/**
 * Targets over more than a day overlap, and 90 rows of 30 days are three of them: a line through three points says nothing.
 * A fit has at least this many that don't overlap.
 */
export const MIN_SEPARATE_TARGETS = 10;

/** Longest horizon and window that a forecast is asked for. */
export const MAX_HORIZON_DAYS = 90;
export const MAX_WINDOW_DAYS = 10_000;

/** Days from the first candle to the last: 27 years. More is a time in the wrong unit. */
export const MAX_DAYS = 10_000;
