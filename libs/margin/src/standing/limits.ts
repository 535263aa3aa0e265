/** A parameter set, a market or an account as text: the largest tables of venues take a tenth of it. Refused. */
export const MARGIN_JSON_CHARS_MAX = 200_000;

/**
 * What stands for the usage of an account that needs margin and has no equity: finite, so that it can be compared,
 * written and read back like any other.
 */
export const MARGIN_USAGE_MAX = 1e9;

/** Legs whose liquidation price is searched for in every step; each search values the portfolio a hundred times and more. */
export const SEARCHED_LEGS_MAX = 8;

/** Legs of a hypothetical portfolio whose liquidation prices are searched for when somebody asks. */
export const ASKED_LEGS_MAX = 64;

/** Steps of a liquidation that is played through: each closes a position or a part of one. */
export const LIQUIDATION_STEPS_MAX = 2_048;

/**
 * Searched legs times legs held: each search values every leg a hundred times and more, so that a large portfolio gets fewer
 * of them, and the whole stays near half a second.
 */
export const SEARCH_WORK_MAX = 256;
