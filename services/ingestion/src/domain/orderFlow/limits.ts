/**
 * Blocks or intervals kept until they are said. A step has the blocks of one tick of the clock; when a backfill brings
 * more, the oldest are not said one by one, and count in VPIN and markouts alone.
 */
export const COMPLETED_KEPT = 32;

/** Intervals that wait for a markout. Past it the two oldest become one, which is then a little late. */
export const PENDING_MARKOUTS_MAX = 128;

/** Buckets of a VPIN: the paper has 50. */
export const BUCKETS_MAX = 250;

/** Horizons of markouts for one feed. */
export const HORIZONS_MAX = 8;

/** How much of the variance of price changes the newest doesn't replace: the daily decay of RiskMetrics (1996). */
export const VARIANCE_KEPT = 0.94;
