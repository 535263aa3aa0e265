import type { VenueCapability } from '../venueCapability.js';

/**
 * Everything that Deribit says and what it becomes: the table of the README and of the conformance suite. Facts of Deribit's
 * API documentation, "Subscription Channels" and "JSON-RPC API".
 */
export const DERIBIT_CAPABILITIES = {
  book: { over: 'ws', access: 'public', becomes: 'BookObserved', sequence: 'change_id follows prev_change_id' },
  book_grouped: { over: 'ws', access: 'public', becomes: 'BookObserved', sequence: 'change_id' },
  quote: { over: 'ws', access: 'public', becomes: 'BookObserved', sequence: '' },
  ticker: { over: 'ws', access: 'public', becomes: 'OptionQuoteObserved, PerpObserved', sequence: '' },
  incremental_ticker: {
    over: 'ws',
    access: 'public',
    becomes: 'OptionQuoteObserved, PerpObserved',
    sequence: 'snapshot first',
  },
  trades: { over: 'ws', access: 'public', becomes: 'TradeObserved', sequence: 'trade_seq of each instrument' },
  deribit_price_index: { over: 'ws', access: 'public', becomes: 'IndexObserved', sequence: '' },
  deribit_volatility_index: { over: 'ws', access: 'public', becomes: 'IndexObserved', sequence: '' },
  estimated_expiration_price: { over: 'ws', access: 'public', becomes: 'IndexObserved', sequence: '' },
  perpetual: { over: 'ws', access: 'public', becomes: 'IndexObserved', sequence: '' },
  'markprice.options': { over: 'ws', access: 'public', becomes: 'OptionQuoteObserved', sequence: '' },
  'instrument.state': { over: 'ws', access: 'public', becomes: 'InstrumentSpecified', sequence: '' },
  'user.portfolio': {
    over: 'ws',
    access: 'private',
    becomes: 'VenueBalanceObserved, VenueMarginObserved',
    sequence: '',
  },
  'user.changes': {
    over: 'ws',
    access: 'private',
    becomes: 'VenueOrderObserved, VenueFillObserved, AccountPositionObserved',
    sequence: '',
  },
  'user.orders': { over: 'ws', access: 'private', becomes: 'VenueOrderObserved', sequence: '' },
  'user.trades': { over: 'ws', access: 'private', becomes: 'VenueFillObserved', sequence: '' },
  heartbeat: { over: 'ws', access: 'public', becomes: 'a reply to test_request', sequence: '' },
  error: { over: 'both', access: 'public', becomes: 'a problem', sequence: '' },

  'public/auth': { over: 'ws', access: 'public', becomes: '', sequence: '' },
  'public/subscribe': { over: 'ws', access: 'public', becomes: '', sequence: '' },
  'public/unsubscribe': { over: 'ws', access: 'public', becomes: '', sequence: '' },
  'private/subscribe': { over: 'ws', access: 'private', becomes: '', sequence: '' },
  'private/unsubscribe': { over: 'ws', access: 'private', becomes: '', sequence: '' },
  'public/set_heartbeat': { over: 'ws', access: 'public', becomes: '', sequence: '' },
  'public/test': { over: 'both', access: 'public', becomes: '', sequence: '' },
  'public/hello': { over: 'ws', access: 'public', becomes: '', sequence: '' },
  'public/get_time': { over: 'both', access: 'public', becomes: '', sequence: '' },
  'public/get_expirations': { over: 'rest', access: 'public', becomes: '', sequence: '' },
  'public/get_instrument': { over: 'rest', access: 'public', becomes: 'InstrumentSpecified', sequence: '' },
  'public/get_instruments': { over: 'rest', access: 'public', becomes: 'InstrumentSpecified', sequence: '' },
  'public/get_order_book': {
    over: 'rest',
    access: 'public',
    becomes: 'BookObserved, OptionQuoteObserved, PerpObserved',
    sequence: 'change_id',
  },
  'public/get_book_summary_by_currency': {
    over: 'rest',
    access: 'public',
    becomes: 'OptionQuoteObserved, PerpObserved',
    sequence: '',
  },
  'public/get_book_summary_by_instrument': {
    over: 'rest',
    access: 'public',
    becomes: 'OptionQuoteObserved, PerpObserved',
    sequence: '',
  },
  'public/ticker': { over: 'rest', access: 'public', becomes: 'OptionQuoteObserved, PerpObserved', sequence: '' },
  'public/get_last_trades_by_currency': {
    over: 'rest',
    access: 'public',
    becomes: 'TradeObserved',
    sequence: 'trade_seq',
  },
  'public/get_last_trades_by_instrument': {
    over: 'rest',
    access: 'public',
    becomes: 'TradeObserved',
    sequence: 'trade_seq',
  },
  'public/get_funding_rate_history': { over: 'rest', access: 'public', becomes: 'FundingSettled', sequence: 'hours' },
  'public/get_index_price': { over: 'rest', access: 'public', becomes: 'IndexObserved', sequence: '' },
  'private/get_positions': { over: 'rest', access: 'private', becomes: 'AccountPositionObserved', sequence: '' },
  'private/get_account_summary': {
    over: 'rest',
    access: 'private',
    becomes: 'VenueBalanceObserved, VenueMarginObserved',
    sequence: '',
  },
  'private/get_account_summaries': {
    over: 'rest',
    access: 'private',
    becomes: 'VenueBalanceObserved, VenueMarginObserved',
    sequence: '',
  },
  'private/get_open_orders': { over: 'rest', access: 'private', becomes: 'VenueOrderObserved', sequence: '' },
  'private/get_open_orders_by_currency': {
    over: 'rest',
    access: 'private',
    becomes: 'VenueOrderObserved',
    sequence: '',
  },
  'private/get_open_orders_by_instrument': {
    over: 'rest',
    access: 'private',
    becomes: 'VenueOrderObserved',
    sequence: '',
  },
  'private/get_order_state': { over: 'rest', access: 'private', becomes: 'VenueOrderObserved', sequence: '' },
  'private/buy': { over: 'ws', access: 'private', becomes: 'VenueOrderObserved, VenueFillObserved', sequence: '' },
  'private/sell': { over: 'ws', access: 'private', becomes: 'VenueOrderObserved, VenueFillObserved', sequence: '' },
  'private/edit': { over: 'ws', access: 'private', becomes: 'VenueOrderObserved, VenueFillObserved', sequence: '' },
  'private/cancel': { over: 'ws', access: 'private', becomes: 'VenueOrderObserved', sequence: '' },
  'private/get_user_trades_by_currency': {
    over: 'rest',
    access: 'private',
    becomes: 'VenueFillObserved',
    sequence: '',
  },
  'private/get_user_trades_by_instrument': {
    over: 'rest',
    access: 'private',
    becomes: 'VenueFillObserved',
    sequence: '',
  },
} as const satisfies Readonly<Record<string, VenueCapability>>;

export type DeribitKind = keyof typeof DERIBIT_CAPABILITIES;

/** Of the connection as a whole. */
export const DERIBIT_CONNECTION = {
  checksum: 'none: books rest on their chain of changes',
  heartbeat: 'public/set_heartbeat; a test_request is answered with public/test',
  rateLimit: 'credits, refilled all the time: 20 requests a second without matching, 100 at once',
  login: 'public/auth with client_signature (HMAC-SHA256) or client_credentials',
} as const;
