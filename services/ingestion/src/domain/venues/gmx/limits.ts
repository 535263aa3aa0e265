/** Bytes of the data of one log. PositionFeesCollected, the longest of GMX v2, has under 8 KiB. */
export const GMX_LOG_BYTES_MAX = 64 * 1024;

/** Bytes of the answer of getMarketInfo: 29 words. Versions of the Reader may add some at the end. */
export const GMX_ANSWER_BYTES_MAX = 4 * 1024;
