/**
 * With two strikes or one there is a level and no smile. From three on a slice has a place in the surface; below the five
 * that its five parameters ask for, its neighbour's shape fills in (see `fit/borrowedShapes.ts`).
 */
export const DISTINCT_STRIKES_MIN = 3;
export const DISTINCT_STRIKES_OF_A_SHAPE = 5;

/** More quotes in one expiry than any venue lists; a request above it is a fault upstream, and the fit would starve the others. */
export const QUOTES_PER_EXPIRY_MAX = 2_000;

/** More expiries than any venue lists for one underlying. */
export const EXPIRIES_MAX = 100;

/** Vols that are kept. Below, a price is noise in the last tick; above, it says nothing but "not zero". */
export const VOL_MIN = 0.01;
export const VOL_MAX = 10;

/** Lee's moment formula: a total variance that grows faster than 2|k| lets the density go negative; a hair less is asked. */
export const WING_SLOPE_MAX = 1.99;

/** The least g(k) that a fit aims at. Positive, so that a point between two grid points is still above 0. */
export const BUTTERFLY_MARGIN = 1e-3;

/** By how much of itself a slice has to lie above the one before it: a ten-thousandth, far below any bid-ask spread. */
export const CALENDAR_MARGIN = 1e-4;

/** Beyond e^10 and e^-10 times the forward nobody trades; checks go that far, and to the asymptotes. */
export const LOG_MONEYNESS_MAX = 10;
