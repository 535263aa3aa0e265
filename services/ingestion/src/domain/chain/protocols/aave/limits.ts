/** A percentage of a reserve has 16 bits in its configuration (ReserveConfiguration). */
export const RESERVE_BPS_MAX = 65_535n;

/** Reserves of a deployment: a bitmap of an e-mode category has a bit for each of 128. */
export const RESERVES_MAX = 128;
