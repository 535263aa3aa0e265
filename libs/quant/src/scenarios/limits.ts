/**
 * Cells of one grid, and moves of each kind. Shocks and cells share the scratch page of 64 KiB with the kernel: 2,048 cells and 2,048 moves of
 * each kind fit; a margin engine's grid has 33, a stress report's a few hundred.
 */
export const SCENARIO_CELLS_MAX = 2_048;

/** A forward that rises a millionfold is a unit that was mistaken; beyond some 1e180 a cell would leave a double. */
export const SPOT_MOVE_MAX = 1e6;

/** The same of a volatility. */
export const VOL_FACTOR_MAX = 1e6;
