/**
 * Cells of one grid. Shocks and cells share the scratch page of 64 KiB with the kernel: 2,048 cells and 2,048 moves of
 * each kind fit; a margin engine's grid has 33, a stress report's a few hundred.
 */
export const SCENARIO_CELLS_MAX = 2_048;
