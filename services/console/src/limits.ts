/** Longer tokens are refused unasked; the services refuse them at the same length. */
export const TOKEN_BYTES_MAX = 8 * 1024;

/** A command is an id, a hash and a reason. Answered with 413. */
export const BODY_BYTES_MAX = 4 * 1024;

/** What a query or a body may hold in one field; the services keep ids to this length too. Answered with 400. */
export const FIELD_CHARACTERS_MAX = 200;

/** How long a question may take. */
export const UNARY_DEADLINE_MS = 10_000;

/** An explanation of an old number refolds the log. */
export const EXPLAIN_DEADLINE_MS = 30_000;

/** How long the history of a portfolio may be read. */
export const HISTORY_DEADLINE_MS = 60_000;

/** Points of the answer to a question for the history: more can't be told apart on a screen. */
export const HISTORY_POINTS_MAX = 2_000;

/** Records behind the newest exposure that a history reaches back; a day of 10-second steps of ten portfolios. */
export const HISTORY_RECORDS_MAX = 100_000;

/**
 * Pages that may be open at once; more are answered with 503. Each holds two streams on the connection to a service, which
 * takes 100 streams and has to leave room for questions.
 */
export const STREAMS_OPEN_MAX = 32;

/** Pages of one token: tabs that were left open must not take everybody's places. Answered with 429. */
export const STREAMS_PER_TOKEN_MAX = 8;

/** Positions that a stream may be resumed from: one per partition of the streams that have positions. */
export const RESUME_POSITIONS_MAX = 256;

/** A comment this often keeps proxies from closing a silent stream, and tells the page that it is alive. */
export const KEEP_ALIVE_MS = 15_000;

/** A service that went away is asked again after this long. */
export const SOURCE_RETRY_MS = 1_000;

/** Status and feeds are sent at most this often: they are states, and only the newest counts. */
export const STATE_INTERVAL_MS = 100;

/**
 * What is watched on chains and at venues is sent at most this often, and only when it has changed: an account may hold
 * hundreds of instruments, and blocks come no faster than a few a second.
 */
export const WATCHED_INTERVAL_MS = 1_000;

/** Position lines that a page is told: more than a person reads. The answer says how many there are in all. */
export const POSITIONS_TOLD_MAX = 500;

/** Breaks, transfers, chains, reserves and flows that a page is told, of each. */
export const WATCHED_LINES_MAX = 200;

/** Connections of browsers and probes; more are closed at once. */
export const CONNECTIONS_MAX = 512;

/** How long answers may go on after the console was told to stop. */
export const STOP_GRACE_MS = 3_000;
