import { type CapabilityRow, rowsAsCapabilities, type VenueCapabilities } from '../capability.js';

const ROWS = [
  ['book', 'ws', 'public', ['BookObserved'], '', 'change_id follows prev_change_id'],
  ['book_grouped', 'ws', 'public', ['BookObserved'], '', 'change_id'],
  ['quote', 'ws', 'public', ['BookObserved'], '', 'none'],
  ['ticker', 'ws', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'none'],
  ['incremental_ticker', 'ws', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'snapshot first'],
  ['trades', 'ws', 'public', ['TradeObserved'], '', 'trade_seq of each instrument'],
  ['deribit_price_index', 'ws', 'public', ['IndexObserved'], '', 'none'],
  ['deribit_volatility_index', 'ws', 'public', ['IndexObserved'], '', 'none'],
  ['estimated_expiration_price', 'ws', 'public', ['IndexObserved'], '', 'none'],
  ['perpetual', 'ws', 'public', ['IndexObserved'], '', 'none'],
  ['markprice.options', 'ws', 'public', ['OptionQuoteObserved'], '', 'none'],
  ['instrument.state', 'ws', 'public', ['InstrumentSpecified'], '', 'none'],
  ['user.portfolio', 'ws', 'private', ['VenueBalanceObserved', 'VenueMarginObserved'], '', 'none'],
  ['user.changes', 'ws', 'private', ['VenueOrderObserved', 'VenueFillObserved', 'AccountPositionObserved'], '', 'none'],
  ['user.orders', 'ws', 'private', ['VenueOrderObserved'], '', 'none'],
  ['user.trades', 'ws', 'private', ['VenueFillObserved'], '', 'none'],
  ['heartbeat', 'ws', 'public', [], 'nothing but a reply to test_request', 'none'],
  ['error', 'both', 'public', [], 'nothing but a problem of the venue', 'none'],
  ['public/auth', 'ws', 'public', [], 'nothing: an acknowledgement', 'none'],
  ['public/subscribe', 'ws', 'public', [], 'nothing: an acknowledgement', 'none'],
  ['public/unsubscribe', 'ws', 'public', [], 'nothing: an acknowledgement', 'none'],
  ['private/subscribe', 'ws', 'private', [], 'nothing: an acknowledgement', 'none'],
  ['private/unsubscribe', 'ws', 'private', [], 'nothing: an acknowledgement', 'none'],
  ['public/set_heartbeat', 'ws', 'public', [], 'nothing: an acknowledgement', 'none'],
  ['public/test', 'both', 'public', [], 'nothing: it shows that the venue is there', 'none'],
  ['public/hello', 'ws', 'public', [], 'nothing: it shows that the venue is there', 'none'],
  ['public/get_time', 'both', 'public', [], 'nothing: the clock of the venue', 'none'],
  ['public/get_expirations', 'rest', 'public', [], 'nothing: instruments name their expiry', 'none'],
  ['public/get_instrument', 'rest', 'public', ['InstrumentSpecified'], '', 'none'],
  ['public/get_instruments', 'rest', 'public', ['InstrumentSpecified'], '', 'none'],
  ['public/get_order_book', 'rest', 'public', ['BookObserved', 'OptionQuoteObserved', 'PerpObserved'], '', 'change_id'],
  ['public/get_book_summary_by_currency', 'rest', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'none'],
  ['public/get_book_summary_by_instrument', 'rest', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'none'],
  ['public/ticker', 'rest', 'public', ['OptionQuoteObserved', 'PerpObserved'], '', 'none'],
  ['public/get_last_trades_by_currency', 'rest', 'public', ['TradeObserved'], '', 'trade_seq'],
  ['public/get_last_trades_by_instrument', 'rest', 'public', ['TradeObserved'], '', 'trade_seq'],
  ['public/get_funding_rate_history', 'rest', 'public', ['FundingSettled'], '', 'hours'],
  ['public/get_index_price', 'rest', 'public', ['IndexObserved'], '', 'none'],
  ['private/get_positions', 'rest', 'private', ['AccountPositionObserved'], '', 'none'],
  ['private/get_account_summary', 'rest', 'private', ['VenueBalanceObserved', 'VenueMarginObserved'], '', 'none'],
  ['private/get_account_summaries', 'rest', 'private', ['VenueBalanceObserved', 'VenueMarginObserved'], '', 'none'],
  ['private/get_open_orders', 'rest', 'private', ['VenueOrderObserved'], '', 'none'],
  ['private/get_open_orders_by_currency', 'rest', 'private', ['VenueOrderObserved'], '', 'none'],
  ['private/get_open_orders_by_instrument', 'rest', 'private', ['VenueOrderObserved'], '', 'none'],
  ['private/get_order_state', 'rest', 'private', ['VenueOrderObserved'], '', 'none'],
  ['private/buy', 'ws', 'private', ['VenueOrderObserved', 'VenueFillObserved'], '', 'none'],
  ['private/sell', 'ws', 'private', ['VenueOrderObserved', 'VenueFillObserved'], '', 'none'],
  ['private/edit', 'ws', 'private', ['VenueOrderObserved', 'VenueFillObserved'], '', 'none'],
  ['private/cancel', 'ws', 'private', ['VenueOrderObserved'], '', 'none'],
  ['private/get_user_trades_by_currency', 'rest', 'private', ['VenueFillObserved'], '', 'none'],
  ['private/get_user_trades_by_instrument', 'rest', 'private', ['VenueFillObserved'], '', 'none'],
] as const satisfies readonly CapabilityRow[];

/** A kind of the table, so that no reader can be entered for another one. */
export type DeribitKind = (typeof ROWS)[number][0];

/**
 * Everything that Deribit says and what it becomes: the table of the README and of the conformance suite. Facts of Deribit's
 * API documentation.
 */
export const DERIBIT_CAPABILITIES: VenueCapabilities = {
  venue: 'deribit',
  heartbeat: 'public/set_heartbeat; a test_request is answered with public/test',
  rateLimit: 'credits, refilled all the time: 20 requests a second without matching, 100 at once',
  signing: 'public/auth with client_signature (HMAC-SHA256) or client_credentials',
  sources: ['Deribit API documentation: Subscription Channels', 'Deribit API documentation: JSON-RPC API'],
  kinds: rowsAsCapabilities(ROWS, 'none: books rest on their chain of changes'),
};
