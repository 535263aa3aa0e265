/** Legs and scenarios of one margin call: their product is what the option kernel is handed at once. */
export const LEGS_MAX = 4_096;
export const SCENARIOS_MAX = 512;

/** Liquidation prices are searched from a hundredth to a hundred times the present price, in steps of one per cent. */
export const SEARCH_STEPS = 460;
export const SEARCH_STEP_LOG = 0.01;

/** The shock table is quoted at 30 days; the power changes there too. */
export const VEGA_PIVOT_DAYS = 30;
