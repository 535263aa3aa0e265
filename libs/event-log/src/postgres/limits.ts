/** A request beyond this is stored as several segments, so that a reader never has to take more for one record. */
export const SEGMENT_MAX_BYTES = 512 * 1024;
/** Calls that wait together become one transaction of at most about this many bytes; the others wait for the next. */
export const GROUP_MAX_BYTES = 4 * 1024 * 1024;
/** Connections for appends and reads; the listener and each stream of segments have their own. */
export const POOL_SIZE = 4;
/** How long a notification that was lost can hold up a reader. */
export const POLL_MS = 250;
/** PostgreSQL refuses a payload of 8000 bytes or more (NOTIFY, "Notes"); a longer hint becomes "look at everything". */
export const HINT_MAX_BYTES = 7900;
/** Connecting and any one question; a server that takes longer is treated as away. */
export const CONNECT_TIMEOUT_MS = 5_000;
export const QUERY_TIMEOUT_MS = 60_000;
/** Pauses while the server is away: short enough for a restart, long enough not to fill its log. */
export const RETRY_MS = 200;
/** At most this many segments of a partition come with one question; a backlog of single records is 256 rows. */
export const FETCH_SEGMENTS = 256;
/** What a partition may always send when many share READ_MAX_BYTES. */
export const FETCH_MIN_BYTES = 64 * 1024;
/** A stream of segments stops reading its socket with this much waiting, and goes on when it has been taken. */
export const STREAM_BUFFER_BYTES = 4 * 1024 * 1024;
/** Replay was measured fastest with segments of this size (COPY of 64 KiB segments, 4.3 M rows per CPU second). */
export const MERGE_TARGET_BYTES = 64 * 1024;
/** Segments that one transaction of the merge looks at. It holds no lock that a reader or appender wants. */
export const MERGE_SEGMENTS = 1_024;
