/** Longest id that is parsed. The longest real one, a Uniswap v4 range, has 100 characters; anything far above is refused unread. */
export const INSTRUMENT_ID_LENGTH_MAX = 160;

/** Uniswap v3 can't express a price outside these ticks (TickMath.MIN_TICK and MAX_TICK of the core contracts). */
export const UNIV3_TICK_MAX = 887_272;
