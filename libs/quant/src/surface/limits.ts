/**
 * With two strikes or one there is a level and no smile. From three on a slice has a place in the surface; below the five
 * that its five parameters ask for, its neighbour's shape fills in (see `fit/borrowedShapes.ts`).
 */
export const DISTINCT_STRIKES_MIN = 3;
export const DISTINCT_STRIKES_OF_A_SHAPE = 5;

/**
 * Quotes of one expiry and of one surface, and expiries: several times what a venue lists of one underlying (Deribit: 108
 * quotes in an expiry, 690 in 13), and few enough that the worst they admit, full books of nothing but arbitrage, were
 * fitted in 0.65 s of one core at most; smooth ones of that size take 0.15 s. A fit can't be interrupted.
 */
export const QUOTES_PER_EXPIRY_MAX = 1_000;
export const QUOTES_PER_SURFACE_MAX = 5_000;
export const EXPIRIES_MAX = 32;

/** No option runs for a century; a time beyond is in another unit, and its total variance would drown all others'. */
export const TAU_YEARS_MAX = 100;

/** Vols that are kept. Below, a price is noise in the last tick; above, it says nothing but "not zero". */
export const VOL_MIN = 0.01;
export const VOL_MAX = 10;

/** Lee's moment formula: a total variance that grows faster than 2|k| lets the density go negative; a hair less is asked. */
export const WING_SLOPE_MAX = 1.99;

/** The least g(k) that a fit aims at. Positive, so that a point between two grid points is still above 0. */
export const BUTTERFLY_MARGIN = 1e-3;

/** By how much of itself a slice has to lie above the one before it: a ten-thousandth, far below any bid-ask spread. */
export const CALENDAR_MARGIN = 1e-4;

/** Beyond e^10 and e^-10 times the forward nobody trades: no quote is taken there. Arbitrage is looked for further out too. */
export const LOG_MONEYNESS_MAX = 10;

/** ln(K/F) of no two doubles above 0 lies beyond ±1,455: the largest is 1.8e308, the smallest 4.9e-324. */
export const LOG_MONEYNESS_OF_DOUBLES_MAX = 1_455;
