/** Derive's year is 365 days of seconds, whatever the calendar says. */
export const SECONDS_PER_YEAR = 31_536_000;
export const SECONDS_PER_DAY = 86_400;

/** The forward turns into the settlement average over the last half hour of an expiry, second by second. */
export const SETTLEMENT_AVERAGE_SECONDS = 1_800;

/** Legs in one portfolio: the venue allows 100 assets in a portfolio-margin account and 64 in a standard one. Ours is what one valuation should take at most. */
export const LEGS_MAX = 1_024;

/** A liquidation price is looked for between a thousandth and a thousand times today's price: outside, it says nothing. */
export const PRICE_RANGE = 1_000;

/** Steps of the search on each side. Two crossings closer than one step (15 % of the price) may both be passed over. */
export const LEVEL_STEPS = 50;

/** Bisections after a crossing is found: 0.15 · 2^-60 is below the spacing of doubles. */
export const BISECTIONS = 60;

/** The volatilities between which an option's own price is moved: 0.01 % to 10,000 % a year. */
export const VOL_MIN = 1e-4;
export const VOL_MAX = 100;
