/**
 * Digits after the point of an observed amount. A quantity times an entry price has the digits of both, and a decimal
 * carries a hundred at most; venues give up to 35. More can't be read.
 */
export const OBSERVED_SCALE_MAX = 50;
/** Decimals of a coin amount that is divided out (size over entry of an inverse contract): those of ether. */
export const COIN_SCALE = 18;
