/** What an explanation may leave unexplained, as a share of the sizes of all its terms: the third orders of a fast day. */
export const RESIDUAL_SHARE_MAX = 0.01;
/** A residual below this is nobody's: the cents of a book that stands still, where one per cent of the terms is nothing. */
export const RESIDUAL_FLOOR_USD = 10;
/** A step's residual of one leg below this is rounding and third orders. */
export const MARK_RESIDUAL_USD = 10;
/**
 * Of the terms of its own step: a residual above it isn't the higher orders of that step's move. (A move of half of
 * σ·√τ leaves a sixth of its square of the first order, 4 %.)
 */
export const WORST_RESIDUAL_SHARE = 0.1;
/** Legs that an incident names, the worst ones. */
export const SUSPECTS_MAX = 5;
/** Lines of one explanation, the largest changes; terms and totals are of all legs. */
export const PNL_LINES_MAX = 1_000;
/** Explanations in one answer, the newest ones. */
export const PNL_PERIODS_LISTED_MAX = 500;
