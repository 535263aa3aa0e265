/**
 * The longest decimal text that is read, in characters. A uint256 has 78 digits; with a sign, a point and the largest
 * allowed fraction it still fits. Longer text is refused before any big-integer work is done on it.
 */
export const DECIMAL_TEXT_CHARS_MAX = 192;

/**
 * The most fractional digits a decimal may carry: a price (18) times an amount (18) times an index (27) fits with room
 * to spare. Products beyond it are a programming error: rescale before multiplying on.
 */
export const DECIMAL_SCALE_MAX = 100;
