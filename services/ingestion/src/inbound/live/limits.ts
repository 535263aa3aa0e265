/** A handshake over TLS takes a few round trips; a venue that needs longer than this is not there. */
export const CONNECT_TIMEOUT_MS = 10_000;
/** A message, and what it decompresses to. The longest known, a venue's list of all options, has 4 MiB; more closes the connection. */
export const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
/** Waiting for the next attempt to connect: full jitter up to this, doubling from attempt to attempt. */
export const RECONNECT_FIRST_MS = 500;
/** A venue that comes back is found again within half a minute. */
export const RECONNECT_MAX_MS = 30_000;
/** A connection that stood for so long was a good one: the next attempt begins from the first wait again. */
export const STABLE_MS = 60_000;
/** Outgoing messages that wait for the rate limit; a connector with more than this is talking to itself. */
export const OUTGOING_MAX = 4_096;

/** One answer of a REST interface. */
export const REST_TIMEOUT_MS = 10_000;
export const REST_BODY_BYTES_MAX = 16 * 1024 * 1024;
export const REST_ATTEMPTS_MAX = 5;
/** Requests of one client at a time; venues count connections as well. */
export const REST_IN_FLIGHT_MAX = 4;
export const REST_BACKOFF_FIRST_MS = 250;
export const REST_BACKOFF_MAX_MS = 15_000;
/** A longer `Retry-After` isn't waited for: the answer is a refusal, and the connector decides. */
export const RETRY_AFTER_MAX_MS = 60_000;
/** Of the body of a refusal: enough to read why. */
export const REFUSAL_BYTES_MAX = 4_096;

/** Messages of one connector that wait for a step. At 5,000 a second this is four seconds of a slow consumer. */
export const QUEUE_FRAMES_MAX = 20_000;
/** And their bytes. */
export const QUEUE_BYTES_MAX = 64 * 1024 * 1024;

/** Wall time from one step to the next while frames wait. */
export const TICK_MS = 250;
/** And while none does: the domain clock must go on, or nothing would ever be stale. */
export const IDLE_TICK_MS = 1_000;
/** So many waiting frames make a step at once. */
export const STEP_FRAMES_ENOUGH = 1_000;
/**
 * Frames and bytes of one step; the rest waits for the next. What a step says of one feed is one append to one partition, of which Kafka
 * takes 8 MiB. 256 blocks with 80 transfers each are 9 MiB of frames and 20 MiB of records: a log of 430 bytes is a fact of 500 with 450 of
 * headers.
 */
export const STEP_FRAMES_MAX = 5_000;
export const STEP_BYTES_MAX = 3 * 1024 * 1024;

/** Steps that are kept in memory after they were let out: a stage that takes up again after a failure that passed asks for the last ones. */
export const STEPS_KEPT = 4;

/**
 * Times in a row that a chain's connector is started again because its block wasn't taken. The first is a fork that became
 * final meanwhile; when the fifth doesn't help, the nodes contradict what is final, and nothing but a person will.
 */
export const AGREEMENT_ATTEMPTS_MAX = 5;

/** A crashed connector is started again after so long, with full jitter, doubling. */
export const RESTART_FIRST_MS = 1_000;
export const RESTART_MAX_MS = 60_000;
/** How long a stop waits for the connectors to settle. */
export const STOP_PATIENCE_MS = 5_000;

/** Segments that are searched for the newest block of a chain: a connector that was silent for longer begins as one that is new. */
export const RECORDED_SEGMENTS_READ_MAX = 8;

/** A segment of a journal before it is compressed: read through in about a second when a process takes up again. */
export const JOURNAL_SEGMENT_BYTES = 64 * 1024 * 1024;

/** Microseconds by which a clock may fall behind what was received last without being one that was set back: ten thousand messages in a moment. */
export const CLOCK_SET_BACK_US = 10_000n;
