import type { RateLimit } from '../../live/restClient.js';

/** Derive takes 10 requests a second of a trader without a tier, and five times as many at once ("Rate Limits"). */
export const DERIVE_RATE: RateLimit = { tokensMax: 20, tokensPerSecond: 5 };

/** Channels of one subscription. */
export const CHANNELS_PER_REQUEST_MAX = 100;

export const PING_EVERY_MS = 15_000;
/** Two pings without an answer, and something. */
export const SILENCE_MS = 40_000;

/** Listings change with each expiry, once a day. */
export const LISTINGS_EVERY_MS = 3_600_000;
/** Funding has a rate an hour. */
export const FUNDING_EVERY_MS = 600_000;
/** Surfaces are signed every few seconds; a mark rests on them for less than a minute. */
export const SIGNED_FEEDS_EVERY_MS = 10_000;
/** Positions and margins, whatever the channels said: what they missed shows within this time. */
export const ACCOUNT_EVERY_MS = 60_000;
/** Hours of funding that are asked for. */
export const FUNDING_HOURS_ASKED = 8;
/** Derive doesn't count its trades, so a lost one shows in the history alone. */
export const TRADES_EVERY_MS = 60_000;
/** Of which so many minutes are asked for: those since the last time. A connection that was away longer finds its hole by them. */
export const TRADES_ASKED_MS = 300_000;
/**
 * Trades of one answer, each of which stands there twice. As many as an instrument's trades are known by name for
 * (`SERIES_NAMES_MAX`): older ones couldn't be told from known ones.
 */
export const TRADES_ASKED = 500;

/** Fills of one page; Derive answers with up to 1,000. */
export const FILLS_ASKED = 500;
