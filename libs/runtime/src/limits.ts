/** The longest a unary call may take, also when the client sets no deadline: a handler that waits must not wait for ever. */
export const UNARY_DEADLINE_MAX_MS = 30_000;

/** For calls that refold or verify whole partitions (`longMethods`). */
export const LONG_UNARY_DEADLINE_MAX_MS = 15 * 60_000;

/** Streams end after this long, and resume from their position: connections are shed and balanced again. */
export const STREAM_DEADLINE_MAX_MS = 6 * 60 * 60_000;

/** A request or response; a frame of marks is chunked at 512 KiB, so 4 MiB is far above any honest message. */
export const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

/**
 * The same where a method carries 100,000 rows in columns (`messageBytesMaxOf`). The largest is the answer of PriceBatch
 * with all 19 columns of doubles and a failure in every row; the longest failure is 148 bytes with its field, code and
 * sentence (pricing has a test of each), and its widest request is 9 MB. What is in the message once fits the last term.
 */
export const BATCH_ROWS_MAX = 100_000;
export const BATCH_ROW_BYTES_MAX = 19 * 8;
export const BATCH_FAILURE_BYTES_MAX = 160;
export const BATCH_MESSAGE_BYTES_MAX = BATCH_ROWS_MAX * (BATCH_ROW_BYTES_MAX + BATCH_FAILURE_BYTES_MAX) + 64 * 1024;

/** Streams in flight on one connection; more wait in the client. */
export const STREAMS_PER_CONNECTION_MAX = 100;

/** Connections of one server; more are closed at once. grpc-js itself keeps every one (2,000 idle ones were measured). */
export const CONNECTIONS_MAX = 1_000;

/** A connection without a call is closed after this long; clients connect again by themselves. */
export const CONNECTION_IDLE_MS_MAX = 5 * 60_000;

/** A connection that sends nothing after connecting is closed after this long. */
export const CONNECTION_FIRST_BYTE_MS_MAX = 10_000;

/** How long calls in flight may go on after the server was told to stop. */
export const STOP_GRACE_MS = 5_000;

/** How long a whole process may take to stop before it is ended. */
export const PROCESS_STOP_MS_MAX = 20_000;

/** Longer tokens are refused unread. */
export const TOKEN_BYTES_MAX = 8 * 1024;

/** Verified tokens that are remembered, so that a busy client costs one signature check a minute. */
export const VERIFIED_TOKENS_MAX = 1_024;

/** How long a verified token is believed without looking at the keys again; a withdrawn key works this much longer. */
export const VERIFIED_TOKEN_MS_MAX = 60_000;

/** Clocks of issuer and service may differ by this much. */
export const TOKEN_CLOCK_SKEW_S = 5;

/** How often health is asked for the watchers of the health service. */
export const HEALTH_POLL_MS = 1_000;

/** Records of a partition that are read before a position to learn the epoch and the step that hold there. */
export const TAIL_LOOK_BACK_RECORDS = 512;

/** Records that a tail reads at once. */
export const TAIL_BATCH_RECORDS = 512;

/** A request id is kept for ever, so it is short. */
export const REQUEST_ID_CHARACTERS_MAX = 128;
