/** Digits and point that are read in place: 10^15 is below 2^50, which the split products of WideAmount need. */
export const FAST_CHARS_MAX = 15;
/** Facts of a position that are named, the newest ones: as many as risk's slow fold names (its SOURCES_PER_POSITION_MAX). */
export const SOURCES_PER_POSITION = 8;
/** Sources are kept in 32 bits. A partition of two thousand million records is to be rebuilt from a snapshot. Refused. */
export const OFFSET_MAX = 2 ** 31 - 1;
/** Offsets of facts that no fold could read and that are kept for whoever folds them slowly; the rest is counted. */
export const UNREADABLE_OFFSETS_MAX = 1_000;
/** Slots of a new table; each doubles when it is half full. */
export const TABLE_SLOTS_MIN = 1_024;
/** Records whose places are looked up together before any is folded: enough to overlap cache misses, and small. */
export const ROWS_PER_GROUP = 128;
