/** ln 2 in two parts; the first has 32 significant bits, so that a binary exponent times it is exact. */
export const LN2_PARTS = [6.9314718036912381649e-1, 1.90821492927058770002e-10] as const;
