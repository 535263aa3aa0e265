/** A group of appends larger than this is sent in two requests: every topic takes a batch of 1 MiB by default. */
export const GROUP_MAX_BYTES = 1000 * 1024;
/** And one for all partitions of a group, which go in one request. */
export const GROUP_TOTAL_MAX_BYTES = 8 * 1024 * 1024;
/** The records of one append to one partition are one batch of Kafka. Beyond this they are refused with `too_large`. */
export const PARTITION_APPEND_MAX_BYTES = 8 * 1024 * 1024;
/** One append to all its partitions. A broker closes the connection on a request of 100 MiB. */
export const APPEND_MAX_BYTES = 32 * 1024 * 1024;
/** `max.message.bytes` of the topics that we make: the batch above, and room for its framing. */
export const TOPIC_BATCH_MAX_BYTES = PARTITION_APPEND_MAX_BYTES + 64 * 1024;
/** One answer to a subscriber; a second one may wait while its handler is at work. */
export const FETCH_RESPONSE_MAX_BYTES = 8 * 1024 * 1024;
/** A read of few records asks for this much at first, so that it does not pull megabytes to return one. */
export const SMALL_READ_BYTES = 64 * 1024;
/** An idle subscriber asks again after this. The broker answers at once when a record comes, so it costs no latency. */
export const LONG_POLL_MS = 5_000;
/** Connections lent to appends, reads and questions, to each broker. Those that find none wait in a queue. */
export const CONNECTIONS_PER_BROKER_MAX = 32;
/** How long a broker may take to open a connection, and to answer beyond the wait that was asked for. */
export const CONNECT_TIMEOUT_MS = 3_000;
export const REQUEST_TIMEOUT_MS = 10_000;
/** How long an append is tried again, under the same sequence numbers, before it is `unavailable`. */
export const APPEND_PATIENCE_MS = 20_000;
/** How long a read or a question is tried again. */
export const READ_PATIENCE_MS = 10_000;
/** A clean close waits this long for appends under way. */
export const CLOSE_PATIENCE_MS = 5_000;
/** The first and the longest pause between tries. */
export const RETRY_PAUSE_MIN_MS = 20;
export const RETRY_PAUSE_MAX_MS = 500;
/** A topic made a moment ago may not have reached each broker; it is asked for this often, with this pause. */
export const UNKNOWN_TOPIC_TRIES = 3;
export const UNKNOWN_TOPIC_PAUSE_MS = 60;
