/** A proxy's round is uint80: 16 bits of phase above the 64 of the aggregator's own round (EACAggregatorProxy). */
export const PHASE_BITS = 64n;
export const AGGREGATOR_ROUND_MAX = 2n ** PHASE_BITS - 1n;

/** Answers are int192 at the aggregator, whatever the interface says. */
export const ANSWER_MAX = 2n ** 191n - 1n;

/** 9999-12-31 in seconds: beyond it a time is a wrong unit. */
export const SECONDS_MAX = 253_402_300_799n;

/**
 * Seconds for which an L2's rounds aren't trusted after its sequencer came back, where a catalogue names none: prices have
 * to catch up before anybody is liquidated on them (3600 in Chainlink's documentation of the uptime feed).
 */
export const SEQUENCER_GRACE_SECONDS = 3_600;
