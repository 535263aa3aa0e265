/** A service answers within its own 30 s or never; a bit longer, so that its words arrive before our patience ends. */
export const CALL_DEADLINE_MS = 31_000;

/** Refolding and verifying whole partitions: the services allow 15 minutes. */
export const LONG_CALL_DEADLINE_MS = 15 * 60_000 + 1_000;

/** A service that has just been started takes its partitions first; whoever asks meanwhile asks again for this long. */
export const START_PATIENCE_MS = 15_000;

/** Between two such questions, and before a stream that broke is opened again. */
export const RETRY_PAUSE_MS = 200;

/** The line on a terminal is drawn at most this often: nobody reads faster. */
export const DRAW_EVERY_MS = 100;

/** How long the summary waits for the last lines of the streams to be printed before it. */
export const LAST_LINES_WAIT_MS = 3_000;

/** Session and heads files are small; a larger one is not ours. */
export const FILE_BYTES_MAX = 4 * 1024 * 1024;

/** How long a stop may take before the process ends without it. */
export const PROCESS_STOP_MS_MAX = 20_000;

/** How long a failure may take to find the time of the first surface, to name it. */
export const FIRST_SURFACE_WAIT_MS = 3_000;
