/** Positions in one account, and assets in one parameter set: the venue lists a few hundred markets. */
export const POSITIONS_MAX = 1_024;
export const ASSETS_MAX = 4_096;
/** Rows of one tier table; the venue's have at most three. */
export const TIERS_MAX = 16;
