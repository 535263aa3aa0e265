/** What ingestion lets pass before it says that a feed is degraded. Times are domain time, microseconds. */

const SECOND_US = 1_000_000n;

/** A hole, a wrong checksum or a crossed book counts as over when it hasn't come again for so long and the feed speaks. */
export const QUIET_US = 10n * SECOND_US;

/** Drops are counted over windows of this length. */
export const DROP_WINDOW_US = 60n * SECOND_US;

/** Drops of one reason in a window that say nothing yet: a venue sends a message again, a subscription starts twice. */
export const DROPS_PER_WINDOW_MAX = 10;

/**
 * Blocks of a reorganisation that are nothing unusual: Ethereum loses one block now and then, Polygon two. A deeper one
 * means that what the chain said is to be doubted until its new branch is final.
 */
export const REORG_DEPTH_MAX = 2;

/** A source's clock that is further off says of no message how old it is. NTP keeps hosts within a tenth of a second. */
export const CLOCK_OFFSET_US_MAX = 2n * SECOND_US;

/**
 * How far an oracle may stand from the market, in basis points, where the catalogue doesn't say. Chainlink's ETH/USD answers
 * at 50 bp; with the blocks until its round is there, recorded honest ones stood 260 bp apart, in the fall of
 * 17 August 2023.
 */
export const ORACLE_BAND_BPS = 300;

/** Share of the band within which an oracle counts as back: at the edge it would go in and out with every tick. */
export const ORACLE_BAND_EXIT_SHARE = 0.75;

/** A market price that is older is no measure of an oracle. */
export const MARKET_AGE_US_MAX = 60n * SECOND_US;

/** Degradations of one feed that are kept by instrument; beyond them the feed as a whole is degraded. */
export const DEGRADATIONS_MAX = 64;
