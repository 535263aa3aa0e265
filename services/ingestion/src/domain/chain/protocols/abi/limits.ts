/** An EVM log has at most four topics (LOG4). */
export const TOPICS_MAX = 4;

/**
 * Bytes of the data of a log, and of the answer to a call, that are decoded. The longest of the protocols here, a
 * feed's description or a bridge's message, stays under 2 KiB; more is refused and never looked at.
 */
export const ABI_BYTES_MAX = 16 * 1024;

/** Characters of a text from outside that a refusal repeats. */
export const SHOWN_CHARS_MAX = 80;
