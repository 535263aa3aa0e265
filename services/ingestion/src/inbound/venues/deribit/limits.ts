import type { RateLimit } from '../../live/restClient.js';

/**
 * Deribit takes 20 requests a second and 100 at once that don't match orders, and fewer that subscribe ("Rate Limits"): a
 * connection stays below either.
 */
export const DERIBIT_RATE: RateLimit = { tokensMax: 10, tokensPerSecond: 3 };

/** Channels of one subscription; the venue allows 500. */
export const CHANNELS_PER_REQUEST_MAX = 200;

/** The venue asks for a sign of life this often; 10 is its least. */
export const HEARTBEAT_SECONDS = 15;
/** Two heartbeats that are missing, and something. */
export const SILENCE_MS = 40_000;

/** Listings change with each expiry, once a day; terms of what is listed hardly ever. */
export const LISTINGS_EVERY_MS = 3_600_000;
/** Funding is settled into rows of an hour. */
export const FUNDING_EVERY_MS = 600_000;
/** Positions and margins, whatever the channels said: what they missed shows within this time. */
export const ACCOUNT_EVERY_MS = 60_000;
/** An access token holds for 15 minutes. */
export const LOGIN_EVERY_MS = 600_000;

/** Trades of an instrument that are asked for after a connection stands: what was missed meanwhile. */
export const TRADES_ASKED = 100;
/** Hours of funding that are asked for; what is known of them already is a duplicate. */
export const FUNDING_HOURS_ASKED = 8;

/** Fills of one page: the most that Deribit answers with at once. */
export const FILLS_ASKED = 1_000;
/** What derivatives of Deribit settle in; fills are asked for by it. */
export const FILLS_CURRENCIES = ['BTC', 'ETH', 'USDC'] as const;
