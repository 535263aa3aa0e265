import { type CapabilityRow, rowsAsCapabilities, type VenueCapabilities } from '../capability.js';

const ROWS = [
  ['orderbook', 'ws', 'public', ['BookObserved'], '', 'none'],
  ['ticker', 'ws', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'none'],
  ['ticker_slim', 'ws', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'none'],
  ['trades', 'ws', 'public', ['TradeObserved'], '', 'none'],
  ['spot_feed', 'ws', 'public', ['IndexObserved'], '', 'none'],
  ['subaccount.balances', 'ws', 'private', ['VenueBalanceObserved', 'AccountPositionObserved'], '', 'none'],
  ['subaccount.orders', 'ws', 'private', ['VenueOrderObserved'], '', 'none'],
  ['subaccount.trades', 'ws', 'private', ['VenueFillObserved'], '', 'none'],
  ['error', 'both', 'public', [], 'nothing but a problem of the venue', 'none'],
  ['public/login', 'ws', 'public', [], 'nothing: an acknowledgement', 'none'],
  ['subscribe', 'ws', 'public', [], 'nothing but a problem for each channel that was refused', 'none'],
  ['unsubscribe', 'ws', 'public', [], 'nothing: an acknowledgement', 'none'],
  ['public/get_time', 'both', 'public', [], 'nothing: the clock of the venue', 'none'],
  ['public/get_instrument', 'both', 'public', ['InstrumentSpecified'], '', 'none'],
  ['public/get_instruments', 'both', 'public', ['InstrumentSpecified'], '', 'none'],
  ['public/get_all_instruments', 'both', 'public', ['InstrumentSpecified'], '', 'none'],
  ['public/get_ticker', 'both', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'none'],
  ['public/get_tickers', 'both', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'none'],
  ['public/get_trade_history', 'both', 'public', ['TradeObserved'], '', 'none'],
  ['public/get_funding_rate_history', 'both', 'public', ['FundingSettled'], '', 'hours'],
  ['public/get_latest_signed_feeds', 'both', 'public', ['SurfaceSliceObserved', 'IndexObserved'], '', 'none'],
  ['private/get_subaccounts', 'both', 'private', [], 'nothing: each subaccount is a feed of its own', 'none'],
  [
    'private/get_subaccount',
    'both',
    'private',
    ['VenueMarginObserved', 'VenueBalanceObserved', 'AccountPositionObserved', 'VenueOrderObserved'],
    '',
    'none',
  ],
  ['private/get_positions', 'both', 'private', ['AccountPositionObserved'], '', 'none'],
  ['private/get_collaterals', 'both', 'private', ['VenueBalanceObserved'], '', 'none'],
  ['private/get_open_orders', 'both', 'private', ['VenueOrderObserved'], '', 'none'],
  ['private/get_order', 'both', 'private', ['VenueOrderObserved'], '', 'none'],
  ['private/order', 'both', 'private', ['VenueOrderObserved', 'VenueFillObserved'], '', 'none'],
  ['private/get_trade_history', 'both', 'private', ['VenueFillObserved'], '', 'none'],
] as const satisfies readonly CapabilityRow[];

/** A kind of the table, so that no reader can be entered for another one. */
export type DeriveKind = (typeof ROWS)[number][0];

/**
 * Everything that Derive says and what it becomes: the table of the README and of the conformance suite. Facts of Derive's
 * API reference, and of its second version before it.
 */
export const DERIVE_CAPABILITIES: VenueCapabilities = {
  venue: 'derive',
  heartbeat: 'ping frames of the WebSocket',
  rateLimit: '10 requests a second of a trader without a tier, 50 at once',
  signing: 'public/login with the session key over the time in milliseconds (EIP-191)',
  sources: ['Derive API reference: Channels', 'Derive API reference: Market Data'],
  kinds: rowsAsCapabilities(ROWS, 'none: each book is whole'),
};
