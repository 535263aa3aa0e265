/** Characters of a token's symbol. The longest of the public token lists has 21; pools' own names stay under 32. */
export const SYMBOL_CHARS_MAX = 64;
