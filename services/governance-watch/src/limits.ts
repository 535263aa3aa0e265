/** Actions of one payload. The longest recorded has four; a longer list is refused before its offsets are followed. */
export const ACTIONS_MAX = 256;

/** Updates that a title names one by one; what is beyond is counted, so that a title stays a line. */
export const TITLE_UPDATES_MAX = 2;

/**
 * How far health moves, in wad, before a pending change is assessed again: 0.01. A change that was announced once and
 * never again would show a health from days ago; one at every tick would fill the facts with noise.
 */
export const REASSESS_HEALTH_MOVE_WAD = 10n ** 16n;

/** The contract keeps percentages in 16 bits. */
export const BPS_MAX = 65_535;
