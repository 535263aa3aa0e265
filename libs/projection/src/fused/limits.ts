/** Significant digits that are read in place: 10^15 is below 2^50, which the split products of `wideProduct` need. */
export const FAST_DIGITS_MAX = 15;
/** Facts of a position that are named, the newest ones: as many as risk's slow fold names (its SOURCES_PER_POSITION_MAX). */
export const SOURCES_PER_POSITION = 8;
/** Offsets of facts that no fold could read and that are kept for whoever folds them slowly; the rest is counted. */
export const UNREADABLE_OFFSETS_MAX = 1_000;
/** Slots of a new table; each doubles when it is half full, so a lookup probes about 1.5 slots. */
export const TABLE_SLOTS_MIN = 1_024;
/** See above: half full at most. */
export const SLOTS_PER_ENTRY_MIN = 2;
