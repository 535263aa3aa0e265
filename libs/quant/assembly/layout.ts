/** Rows that one stage works on before the next stage takes them: enough to hide latencies, few enough for the L1 cache. */
export const BLOCK_ROWS: i32 = 64;

/** Bytes of one column of a block. */
export const COLUMN: usize = 512;

/* Scratch columns of a block, by their offset. */
/** x = ln(F/K). */
export const LOG_MONEYNESS: usize = 0;
export const D1: usize = COLUMN;
export const D2: usize = COLUMN * 2;
/** sigma sqrt(tau) and its inverse. */
export const DEVIATION: usize = COLUMN * 3;
export const INVERSE_DEVIATION: usize = COLUMN * 4;
export const INVERSE_FORWARD: usize = COLUMN * 5;
export const SQRT_TAU: usize = COLUMN * 6;
/** sigma^2 tau's inverse. */
export const INVERSE_VARIANCE: usize = COLUMN * 7;
/** -d1^2/2, and what was lost in rounding it. */
export const EXPONENT: usize = COLUMN * 8;
export const EXPONENT_LOW: usize = COLUMN * 9;
/** The standard normal density at d1. */
export const DENSITY: usize = COLUMN * 10;
/** Mills ratios at the nearer and the farther point, their difference, and the mask of which form holds. */
export const MILLS_A: usize = COLUMN * 11;
export const MILLS_B: usize = COLUMN * 12;
export const MILLS_GAP: usize = COLUMN * 13;
export const NEAR: usize = COLUMN * 14;
export const DISCOUNT: usize = COLUMN * 15;
/** +1 for a call, -1 for a put. */
export const SIGN: usize = COLUMN * 16;

/** Bytes of scratch that one call needs at most; two workers must not share them. */
export const SCRATCH_BYTES: usize = COLUMN * 25;
