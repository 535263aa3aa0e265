/**
 * Bytes of one raw frame. The longest line of the recordings is 300 bytes; a governance log with many actions stays
 * under 100 KiB. A longer frame is quarantined, cut to this length.
 */
export const FRAME_BYTES_MAX = 256 * 1024;

/** Ranges of missing sequences kept open per feed. When more open, the two oldest merge into one. */
export const OPEN_HOLES_MAX = 64;

/**
 * Liquidation calls on one account in one step. Each call halves a debt or takes it whole, so an account that is still
 * unhealthy after this many has nothing left that a liquidator would pay gas for; the next step goes on.
 */
export const LIQUIDATIONS_PER_STEP_MAX = 8;

/** Feeds of one recording. */
export const FEEDS_MAX = 256;

/** Lines of one recorded file: a minute file of a year has half a million. A longer one is refused at the start. */
export const FILE_LINES_MAX = 1_000_000;

/** Steps of one recording of files, which is held in memory: a week by the second. */
export const STEPS_MAX = 86_400 * 7;

/**
 * Steps of a journal that is replayed: a month at four a second. Its frames are read as they are asked for, and the times of
 * its steps take eight bytes each, 83 MB.
 */
export const JOURNAL_STEPS_MAX = 86_400 * 4 * 30;

/** Times of steps that GetReplay tells: of more there are none, since a message has at most 4 MiB. */
export const STEP_TIMES_TOLD_MAX = 400_000;

/** Days of one recording: what a replay in memory holds of minutes and rounds. */
export const RECORDED_DAYS_MAX = 7;

/** Sessions of one connection that stand at once: a chain has one with each of its nodes, a venue one. */
export const SESSIONS_MAX = 32;

/**
 * Bytes of one block's frame. A log of a watched contract takes under 1 KiB of JSON, an answer a few; the busiest blocks of
 * Ethereum hold about 1,000 logs of all contracts together. A longer frame is quarantined.
 */
export const CHAIN_FRAME_BYTES_MAX = 8 * 1024 * 1024;

/** Logs of watched contracts in one block: ten times what the busiest blocks hold of all contracts. */
export const CHAIN_LOGS_MAX = 10_000;

/**
 * Bytes of a log's data, and of an answer, that are taken as facts: the log refuses a record beyond 1 MiB, and anybody can make a token
 * that writes or answers more. No event of a protocol that is followed has a tenth of it.
 */
export const CHAIN_DATA_BYTES_MAX = 256 * 1024;

/** Calls whose answers are in one block: a hundred accounts of fifty calls each. */
export const CHAIN_READS_MAX = 5_000;

/**
 * Blocks of one chain that wait for finality. Ethereum has 64 to 96 of them, a rollup of four blocks a second that is final
 * with Ethereum about 5,000; at twice that finality itself has stopped. Further blocks are refused, and the feed is degraded.
 */
export const TAIL_BLOCKS_MAX = 10_000;

/** Final blocks whose names are kept, so that one that comes again is known and one that differs is seen. */
export const FINAL_BLOCKS_KEPT = 256;

/** How far a block may be stamped ahead of our clock before one of the two is called wrong: as far as clients let it (15 s). */
export const CHAIN_CLOCK_AHEAD_US_MAX = 15_000_000n;

/** Contracts watched on one chain: a node takes about this many addresses in one filter of logs. */
export const WATCHED_CONTRACTS_MAX = 1_000;

/** Addresses of watched accounts on one chain. What is watched stands whole in the log whenever it changes. */
export const WATCHED_ACCOUNTS_MAX = 1_000;

/**
 * How far a source's own time may be ahead of the domain clock. Clocks differ, and a step's time is when it was composed;
 * what is further ahead is no observation of the present.
 */
export const FUTURE_TOLERANCE_US = 2_000_000n;

/** Bytes of one line of a journal: a message of the longest kind as base64, and what stands around it. */
export const JOURNAL_LINE_BYTES_MAX = 32 * 1024 * 1024;

/**
 * How long fills and the position that a venue says may differ before that is a break, microseconds of domain time. Where
 * positions and fills are asked for, it is each minute: an answer later than half a minute after that is missing.
 */
export const FILL_GRACE_US = 90_000_000n;

/** Fills of an instrument that are kept until its position is heard: many times what a connection's first second brings. */
export const FILLS_WAITING_MAX = 256;

/**
 * How old a list of open orders that was asked for over REST may be when it is heard, microseconds: an answer takes at most
 * ten seconds (`REST_TIMEOUT_MS`), and what the socket said meanwhile may stand on the log before it.
 */
export const ORDER_LIST_AGE_US = 15_000_000n;
