/** Bytes of one answer. A full mainnet block's receipts are about 2 MiB; a node that sends more is cut off and named. */
export const BODY_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Values of one answer: a log has about 15 in 700 bytes, so BODY_BYTES_MAX of them hold 750,000. `[{},{},…` of the same bytes would hold
 * eleven million, take a gigabyte and ten seconds, and be no answer to anything.
 */
export const BODY_VALUES_MAX = 1_000_000;

/** A node that hasn't answered by then is treated as half open. Public nodes answer a heavy eth_getLogs in under 5 s. */
export const REQUEST_MS_MAX = 10_000;

/** Calls of one JSON-RPC batch: the lowest bound among the big providers is 100. */
export const BATCH_CALLS_MAX = 100;

/** Batches under way at once, over all endpoints: what a backfill may hold in memory is this times BODY_BYTES_MAX. */
export const BATCHES_IN_FLIGHT_MAX = 4;

/** Calls of one aggregate3: 100 reads of a lending account stay below 10 M gas, and eth_call allows 50 M by default. */
export const AGGREGATE_CALLS_MAX = 100;

/** Blocks of one range of a backfill; their headers are held until they are delivered, about 1.5 KiB each. */
export const RANGE_BLOCKS_MAX = 2_000;

/** Where a backfill begins: below what any provider refuses. */
export const RANGE_BLOCKS_START = 250;

/** Logs of one range. More than this is taken as a range that is too large, since they are all held at once. */
export const RANGE_LOGS_MAX = 10_000;

/** Blocks between what was adopted and the head above which ranges are fetched instead of single blocks. */
export const FOLLOW_BLOCKS_MAX = 32;

/** Frames built ahead of the one that the sink is taking. */
export const FRAMES_AHEAD_MAX = 4;

/**
 * Frames, and their bytes, that were delivered and that no step has taken: a step of 250 ms takes 256 of them, so a chain is
 * caught up with at a thousand blocks a second at most. A quarter of what the host's queue holds, so nothing is pushed out of it.
 */
export const FRAMES_UNTAKEN_MAX = 256;
export const BYTES_UNTAKEN_MAX = 16 * 1024 * 1024;

/** How far a walk to the common ancestor goes. Mainnet finalises after 64 blocks; a deeper fork needs a person. */
export const REORG_DEPTH_MAX = 128;

/** Blocks by which an endpoint may be behind the agreed head before it is said to lag: a minute of mainnet. */
export const HEAD_LAG_BLOCKS_MAX = 5;

/**
 * Blocks by which an endpoint may be ahead of the agreed head before it is asked to prove it; and its final block ahead of its own head,
 * where every block is final at once and two machines behind one address answer.
 */
export const HEAD_LEAD_BLOCKS_MAX = 5;

/** Times in a row that an endpoint may contradict the others: honest nodes do so for a moment during a reorganisation. */
export const STRIKES_MAX = 3;

/** How long an endpoint that lied is left out the first time; it doubles up to ASIDE_MS_MAX. */
export const ASIDE_MS = 60_000;
export const ASIDE_MS_MAX = 3_600_000;

/** Pauses of a node after failures in a row. The lower half is left out: a node that is asked again at once is no help. */
export const NODE_BACKOFF = { firstMs: 250, maxMs: 30_000, leastShare: 0.5 } as const;

/** How often a question is asked when all nodes fail, and the longest pause in between: a longer one is for the main loop. */
export const ATTEMPTS_MAX = 4;
export const RETRY_WAIT_MS_MAX = 2_000;

/** Failures in a row of the ordinary kind (a cut connection, a 500) before they are said: one alone is no news. */
export const FAILURES_UNSAID_MAX = 1;

/** The longest pause before a new attempt while nodes are there and a block can't be had. */
export const ATTEMPT_PAUSE_MS_MAX = 2_000;

/** A Retry-After beyond this is cut: a wrong header must not silence an endpoint for a day. */
export const RETRY_AFTER_MS_MAX = 300_000;

/** How long nodes may disagree before that is said: a reorganisation takes a slot or two to reach everybody. */
export const DISAGREEMENT_MS_MAX = 30_000;

/** One block in this many is compared with a second node where one node's word is enough. */
export const SAMPLE_EVERY_BLOCKS = 16;

/** Share of set bits of a logs bloom up to which "it may hold a watched address" is worth a proof: 0.3^3 is 3 in 100. */
export const BLOOM_FILL_MAX = 0.3;

/** Time between two pings of a socket; the answer must come before the next one. */
export const PING_MS = 15_000;

/** Numbered positions of a manager that are read of all accounts: five reads each, within the reads of one frame (CHAIN_READS_MAX). */
export const POSITIONS_READ_MAX = 500;

/**
 * Characters of the reads of one block in its frame: half of what a frame may have (CHAIN_FRAME_BYTES_MAX), since the rest is logs. Five
 * thousand reads of some hundred bytes each stay below.
 */
export const READ_CHARS_MAX = 4 * 1024 * 1024;

/** Slots of storage in one call: 8 KiB of question and answer, half of what a decoder looks at (ABI_BYTES_MAX), at 0.6 M gas. */
export const STORAGE_SLOTS_MAX = 250;

/**
 * Positions of GMX v2 that are read of all accounts, one read each, within the reads of one frame (CHAIN_READS_MAX): four for each
 * account and market, so ten accounts in 25 markets.
 */
export const GMX_POSITIONS_READ_MAX = 1_000;

/** Answers of a DataStore that nothing can be held against, told in one run: enough to see what is wrong with a catalogue or a node. */
export const GMX_STRANGE_TOLD_MAX = 100;

/** The highest tip that is believed, wei per gas: 100,000 gwei, above what was ever the median of a block. */
export const PRIORITY_FEE_WEI_MAX = 10n ** 14n;

/** Blocks between two reads of a feed's answer: five minutes of mainnet, in which a new aggregator may have gone unheard. */
export const ROUND_EVERY_BLOCKS = 25;

/** Blocks between two reads of a gas oracle: an OP chain hears of L1 every 12 s, and Arbitrum blocks come every 0.25 s. */
export const OP_FEE_EVERY_BLOCKS = 6;
export const ARBITRUM_FEE_EVERY_BLOCKS = 48;

/** Endpoints of one chain. */
export const ENDPOINTS_MAX = 16;

/** Entries whose bits in a bloom are kept: a megabyte, and more than a block has contracts, events and accounts. */
export const BLOOM_BITS_KEPT_MAX = 4_096;
