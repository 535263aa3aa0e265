/** A batch of this size keeps a reader busy for milliseconds and costs one round trip; larger ones only add latency. */
export const READ_MAX_RECORDS = 10_000;
/** Four segments of the PostgreSQL log, and the fetch size at which kafkajs was measured fastest. */
export const READ_MAX_BYTES = 4 * 1024 * 1024;
/** A record beyond this is refused with `too_large`: marks are cut into chunks of at most 512 KiB. */
export const RECORD_MAX_BYTES = 1024 * 1024;
