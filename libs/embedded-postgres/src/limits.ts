/** A crash with a gigabyte of write-ahead log was replayed in a few seconds; a minute is a broken disk. */
export const START_TIMEOUT_MS = 60_000;
/**
 * How long an earlier server of the same folder may take to leave: its parent's death has just been signalled to
 * it.
 */
export const FOLDER_IN_USE_TIMEOUT_MS = 5_000;
/** Pause between two tries of a start that found the folder or the port taken. */
export const START_RETRY_MS = 50;
/** A fast shutdown writes a checkpoint; after this the server is stopped without one, which recovery makes good. */
export const STOP_TIMEOUT_MS = 10_000;
/** Lines of the server's log that are kept to explain a failed start. */
export const LOG_LINES_KEPT = 40;
/** Five services with two pools each, their listeners and a few for a person. */
export const CONNECTIONS_MAX = 100;
