import type { Capability, VenueCapabilities } from '../capability.js';

const MESSAGE_ID = 'message_id goes up by one over all channels of a connection';

function ws(kind: string, access: 'public' | 'account', events: readonly string[], becomes: string): Capability {
  return { kind, transport: 'ws', access, events, becomes, sequence: MESSAGE_ID, checksum: 'none' };
}

function rest(kind: string, access: 'public' | 'account', events: readonly string[], becomes: string): Capability {
  return { kind, transport: 'rest', access, events, becomes, sequence: 'none', checksum: 'none' };
}

const MARKETS = ['InstrumentSpecified', 'PerpObserved', 'IndexObserved'];
const SUBACCOUNT = ['AccountPositionObserved', 'VenueBalanceObserved', 'VenueMarginObserved'];

/** Kinds of messages stand as `type`, and those of a channel as `channel`. */
export const DYDX_CAPABILITIES: VenueCapabilities = {
  venue: 'dydx',
  heartbeat: 'the venue sends a ping frame every 30 s and leaves without a pong within 10 s',
  rateLimit:
    '2 subscriptions a second of one channel and id, 2 invalid messages a second; 100 requests in 10 s over REST',
  signing:
    'none: the indexer is public, whoever knows an address reads its subaccounts; orders are transactions of the chain',
  sources: [
    'dYdX Documentation: Indexer Websocket',
    'dYdX Documentation: Indexer HTTP API',
    'dYdX Documentation: How to uncross the orderbook',
    'dYdX Documentation: Funding',
  ],
  kinds: [
    ws('connected', 'public', [], 'the beginning of the count'),
    ws('unsubscribed', 'public', [], 'the book of the market is forgotten'),
    ws('error', 'public', [], 'a problem of the venue'),
    ws(
      'v4_orderbook',
      'public',
      ['BookObserved'],
      'snapshot and changes, uncrossed by the older level; that it was crossed is said',
    ),
    ws('v4_trades', 'public', ['TradeObserved'], 'each trade; the snapshot joins what follows'),
    ws('v4_markets', 'public', MARKETS, 'contracts, the oracle as index, and the perpetual of what is known of it'),
    ws('v4_candles', 'public', [], 'nothing: candles follow from trades'),
    ws('v4_block_height', 'public', [], 'nothing: it shows that the venue goes on'),
    ws(
      'v4_subaccounts',
      'account',
      [...SUBACCOUNT, 'VenueOrderObserved', 'VenueFillObserved'],
      'snapshot and changes of one subaccount',
    ),
    ws(
      'v4_parent_subaccounts',
      'account',
      [...SUBACCOUNT, 'VenueOrderObserved', 'VenueFillObserved'],
      'the same of a subaccount and its isolated ones',
    ),
    rest('/v4/perpetualMarkets', 'public', MARKETS, 'as over the socket'),
    rest('/v4/orderbooks/perpetualMarket/TICKER', 'public', ['BookObserved'], 'a whole book'),
    rest(
      '/v4/trades/perpetualMarket/TICKER',
      'public',
      ['TradeObserved'],
      'each trade; page after page of what was missed',
    ),
    rest('/v4/historicalFunding/TICKER', 'public', ['FundingSettled'], 'each hour, on the oracle price beside it'),
    rest('/v4/candles/perpetualMarkets/TICKER', 'public', [], 'nothing: candles follow from trades'),
    rest('/v4/time', 'public', [], 'nothing: the clock of the venue'),
    rest('/v4/height', 'public', [], 'nothing: it shows that the venue goes on'),
    rest('/v4/addresses/ADDRESS', 'account', SUBACCOUNT, 'each subaccount'),
    rest('/v4/addresses/ADDRESS/subaccountNumber/NUMBER', 'account', SUBACCOUNT, 'one subaccount'),
    rest('/v4/perpetualPositions', 'account', ['AccountPositionObserved'], 'each position that was asked for'),
    rest('/v4/assetPositions', 'account', ['VenueBalanceObserved'], 'each balance'),
    rest('/v4/orders', 'account', ['VenueOrderObserved'], 'each order'),
    rest('/v4/orders/ID', 'account', ['VenueOrderObserved'], 'one order'),
    rest('/v4/fills', 'account', ['VenueFillObserved'], 'each fill'),
    rest('/v4/transfers', 'account', [], 'nothing: the balances after it say so'),
  ],
};
