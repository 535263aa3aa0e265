import type { VenueCapability } from '../venueCapability.js';

const MARKS = 'OptionQuoteObserved, PerpObserved';

/**
 * Everything that Derive says and what it becomes: the table of the README and of the conformance suite. Facts of Derive's
 * API reference, "Channels" and "Market Data", and of its second version before it.
 */
export const DERIVE_CAPABILITIES = {
  orderbook: { over: 'ws', access: 'public', becomes: 'BookObserved', sequence: '' },
  ticker: { over: 'ws', access: 'public', becomes: MARKS, sequence: '' },
  ticker_slim: { over: 'ws', access: 'public', becomes: MARKS, sequence: '' },
  trades: { over: 'ws', access: 'public', becomes: 'TradeObserved', sequence: '' },
  spot_feed: { over: 'ws', access: 'public', becomes: 'IndexObserved', sequence: '' },
  'subaccount.balances': {
    over: 'ws',
    access: 'private',
    becomes: 'VenueBalanceObserved, AccountPositionObserved',
    sequence: '',
  },
  'subaccount.orders': { over: 'ws', access: 'private', becomes: 'VenueOrderObserved', sequence: '' },
  'subaccount.trades': { over: 'ws', access: 'private', becomes: 'VenueFillObserved', sequence: '' },
  error: { over: 'both', access: 'public', becomes: 'a problem', sequence: '' },

  'public/login': { over: 'ws', access: 'public', becomes: '', sequence: '' },
  subscribe: { over: 'ws', access: 'public', becomes: 'a problem for each channel that was refused', sequence: '' },
  unsubscribe: { over: 'ws', access: 'public', becomes: '', sequence: '' },
  'public/get_time': { over: 'both', access: 'public', becomes: '', sequence: '' },
  'public/get_instrument': { over: 'both', access: 'public', becomes: 'InstrumentSpecified', sequence: '' },
  'public/get_instruments': { over: 'both', access: 'public', becomes: 'InstrumentSpecified', sequence: '' },
  'public/get_all_instruments': { over: 'both', access: 'public', becomes: 'InstrumentSpecified', sequence: '' },
  'public/get_ticker': { over: 'both', access: 'public', becomes: MARKS, sequence: '' },
  'public/get_tickers': { over: 'both', access: 'public', becomes: MARKS, sequence: '' },
  'public/get_trade_history': { over: 'both', access: 'public', becomes: 'TradeObserved', sequence: '' },
  'public/get_funding_rate_history': { over: 'both', access: 'public', becomes: 'FundingSettled', sequence: 'hours' },
  'public/get_latest_signed_feeds': {
    over: 'both',
    access: 'public',
    becomes: 'SurfaceSliceObserved, IndexObserved',
    sequence: '',
  },
  'private/get_subaccounts': { over: 'both', access: 'private', becomes: '', sequence: '' },
  'private/get_subaccount': {
    over: 'both',
    access: 'private',
    becomes: 'VenueMarginObserved, VenueBalanceObserved, AccountPositionObserved, VenueOrderObserved',
    sequence: '',
  },
  'private/get_positions': { over: 'both', access: 'private', becomes: 'AccountPositionObserved', sequence: '' },
  'private/get_collaterals': { over: 'both', access: 'private', becomes: 'VenueBalanceObserved', sequence: '' },
  'private/get_open_orders': { over: 'both', access: 'private', becomes: 'VenueOrderObserved', sequence: '' },
  'private/get_order': { over: 'both', access: 'private', becomes: 'VenueOrderObserved', sequence: '' },
  'private/order': { over: 'both', access: 'private', becomes: 'VenueOrderObserved, VenueFillObserved', sequence: '' },
  'private/get_trade_history': { over: 'both', access: 'private', becomes: 'VenueFillObserved', sequence: '' },
} as const satisfies Readonly<Record<string, VenueCapability>>;

export type DeriveKind = keyof typeof DERIVE_CAPABILITIES;

/** Of the connection as a whole. */
export const DERIVE_CONNECTION = {
  checksum: 'none: each book is whole',
  heartbeat: 'ping frames of the WebSocket',
  rateLimit: '10 requests a second of a trader without a tier, 50 at once',
  login: 'public/login with the session key over the time in milliseconds (EIP-191)',
} as const;
