/** How often the venue looks at what is due, milliseconds of its clock. */
export const BEAT_EVERY_MS = 1_000;

/** One byte above what a connector takes of a message (16 MiB), so that the connection has to end. */
export const OVERSIZED_BYTES = 16 * 1024 * 1024 + 1;

/** Messages that a gap drops. */
export const GAP_MESSAGES = 4;

/** How long a slow connection holds back what it has: longer than the feed may be silent. */
export const SLOW_MS = 25_000;

/** What happens at the venue while a connection is gone for an outage: more trades of each instrument than a snapshot has. */
export const OUTAGE_HAPPENINGS = 3_000;

/** How far a wrong clock is off. */
export const CLOCK_SHIFT_MS = 3_600_000;

/** Handshakes that are refused with 429 or 500 before one is taken again. */
export const REFUSED_HANDSHAKES = 2;

/** How often the clock looks at what is due, and the most that it goes on by between two looks, milliseconds of the machine. */
export const CLOCK_TICK_MS = 4;
export const CLOCK_STEP_MAX_MS = 12;
