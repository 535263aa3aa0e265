import { ROWS_PER_GROUP } from './limits.js';

/** Numbers of a row: where the parts of a record stand, and what names its trade by number. */
export const AT = 0;
export const END = 1;
/** 1 for a trade that is folded from its bytes, 0 for a record that is decoded. */
export const IS_TRADE = 2;
export const ID_START = 3;
export const ID_END = 4;
export const EPOCH_START = 5;
export const EPOCH_END = 6;
export const TIME_START = 7;
export const TIME_END = 8;
export const ACCOUNT = 9;
export const INSTRUMENT = 10;
export const QUOTE = 11;
export const NAME_START = 12;
export const NAME_END = 13;
export const NAME_SCOPE = 14;
export const NAME_HASH = 15;
/** -1 while the account has none in the instrument. */
export const POSITION = 16;
export const QUANTITY_SCALE = 17;
export const PRICE_SCALE = 18;
export const FEE_SCALE = 19;
export const ROW_WORDS = 20;

export const QUANTITY = 0;
export const PRICE = 1;
export const FEE = 2;
export const ROW_AMOUNTS = 3;

/** What was read of a group of records before any of them is folded. Used again for the next group. */
export class TradeRows {
  readonly words = new Int32Array(ROWS_PER_GROUP * ROW_WORDS);
  /** Mantissas. */
  readonly amounts = new Float64Array(ROWS_PER_GROUP * ROW_AMOUNTS);
}
