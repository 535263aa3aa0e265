import { COLUMN } from '../layout';

/* Scratch columns of a block, by their offset; DISCOUNT and SIGN of ../layout.ts are used as well. */
/** |ln(F/K)|, or NaN for a row that has no volatility. */
export const DISTANCE: usize = 0;
/** sigma sqrt(tau), as far as it is known. */
export const DEVIATION: usize = COLUMN;
/** The undiscounted price less intrinsic value: that of the out-of-the-money option. */
export const TIME_VALUE: usize = COLUMN * 2;
/** What the undiscounted price leaves to its bound; with the time value it makes LESSER. */
export const COMPLEMENT: usize = COLUMN * 3;
/** The lesser of forward and strike. */
export const LESSER: usize = COLUMN * 4;
