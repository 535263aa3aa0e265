/**
 * Bytes of one message of a venue. Deribit lists some 1,500 options of one currency in one answer, about 1 MB; a longer
 * one is refused unread.
 */
export const VENUE_MESSAGE_BYTES_MAX = 8 * 1024 * 1024;

/** Levels of a venue's JSON: the deepest recorded one, an account summary, has 8. Deeper ones can't be read by recursion. */
export const VENUE_JSON_LEVELS_MAX = 32;

/** The exponent that a number of a venue may be written with: beyond it, its plain form would be longer than a decimal may be. */
export const DECIMAL_EXPONENT_MAX = 60;

/**
 * Things that a session remembers of one kind (books, tickers, names): a venue lists under 4,000 instruments. Beyond it
 * what is new is refused, and what is known goes on.
 */
export const SESSION_ITEMS_MAX = 16_384;

/** Levels of one side of a book that a session keeps. A full raw book of Deribit has about 1,000; a longer one is refused. */
export const BOOK_LEVELS_MAX = 10_000;

/** Levels of a side that are said. Depth beyond it is for the order flow of the session, not for the log. */
export const BOOK_LEVELS_SAID_MAX = 25;

/**
 * Names of a series (trades of an instrument at a venue without a count) that are remembered. A
 * venue that repeats itself after a reconnection sends its last 50 to 100. What is older than the last forgotten one is
 * late: nobody can tell whether it was there.
 */
export const SERIES_NAMES_MAX = 256;

/** Names beyond those of a series while its oldest ones share a time: one order may meet some hundred others in one block. */
export const ONE_TIME_NAMES_MAX = 2_048;

/** Orders of an account that are remembered by name: a list of all that are open repeats each of them, and dYdX's has a thousand. */
export const ORDER_NAMES_MAX = 2_048;

/** Ranges of trades that are known to be missing, per instrument. When more open, the oldest is given up as late. */
export const SERIES_HOLES_MAX = 64;

/** Trades that are asked for to fill a hole: the most that Deribit, and dYdX's indexer, answer with at once. */
export const TRADES_ASKED_MAX = 1_000;

/** Trades of a hole that Deribit is asked for, the newest: a hundred answers, of an instrument that trades a hundred thousand times a day. */
export const TRADES_OF_HOLE_MAX = 100_000;

/**
 * Answers of the indexer that a hole in the trades of a market is walked back through: 20,000 trades, what a busy market has in
 * hours. Each is asked for twice, which at the venue's pace takes some ten seconds: longer, and what is traded meanwhile would push
 * what was known before the hole out of the names that are remembered.
 */
export const DYDX_TRADE_PAGES_MAX = 20;

/** Rows of one page of Derive's history of trades, two of each: the most that it answers with. */
export const DERIVE_HISTORY_ROWS = 1_000;

/**
 * Pages of it that are asked for after one another: 10,000 trades of an instrument, which Derive has in days. At its rate limit they take
 * some ten seconds, in which the names that are remembered aren't pushed out by what is traded meanwhile.
 */
export const DERIVE_HISTORY_PAGES_MAX = 20;

/** How far back a history may still grow: it has what was settled, which is some time after the trade. */
export const DERIVE_HISTORY_LAG_US = 120_000_000n;

/**
 * A page that didn't come in this time is lost, and the history asked for anew from where it was read to. Some hundred instruments that
 * were away wait for one another at the venue's rate.
 */
export const DERIVE_PAGE_PATIENCE_US = 120_000_000n;

/** Fills of an account in one instrument that are remembered by name: those that are asked for again, a day's of a desk. */
export const FILL_NAMES_MAX = 2_048;

/** Pages of fills that are asked for after one another. */
export const FILL_PAGES_MAX = 100;

/** Characters of what a session takes over of one instrument: a symbol, a trade's id and a time have some 70. With `SESSION_ITEMS_MAX` of them a line of a journal stays below 8 MB. */
export const CARRIED_ROW_CHARS_MAX = 200;

/** Characters of a symbol that a question names: an option's of Derive has 23. A row of what a session takes over is bounded too. */
export const SYMBOL_CHARS_MAX = 64;
