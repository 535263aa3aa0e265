import type { Capability, VenueCapabilities } from '../capability.js';

type Row = readonly [kind: string, events: readonly string[], becomes: string];

const PUBLIC_WS: readonly Row[] = [
  ['l2Book', ['BookObserved'], 'a whole book of up to 20 levels a side'],
  ['bbo', ['BookObserved'], 'a book of one level a side'],
  ['trades', ['TradeObserved'], 'each trade, with what the taker did'],
  ['allMids', ['IndexObserved'], 'an index "COIN mid" for each perpetual'],
  ['activeAssetCtx', ['PerpObserved'], 'mark, oracle, hourly funding on the oracle price, open interest'],
  ['allDexsAssetCtxs', ['PerpObserved'], 'the same of all perpetuals, in the order of the universe that meta gave'],
  ['assetCtxs', ['PerpObserved'], 'the same of one exchange'],
  ['activeSpotAssetCtx', [], 'a spot pair: specified as not modelled'],
  ['spotAssetCtxs', [], 'spot pairs: specified as not modelled'],
  ['candle', [], 'nothing: candles follow from trades'],
  ['subscriptionResponse', [], 'who is subscribed to what, for messages that name no account'],
  ['pong', [], 'keeps the connection'],
  ['error', [], 'a problem of the venue'],
  ['notification', [], 'nothing: a sentence for people'],
  ['post', ['as the info request asked'], 'an info answer over the socket'],
];

const ACCOUNT_WS: readonly Row[] = [
  ['activeAssetData', [], 'nothing: what an account may trade follows from its margin'],
  [
    'webData2',
    [
      'AccountPositionObserved',
      'VenueMarginObserved',
      'VenueOrderObserved',
      'VenueBalanceObserved',
      'PerpObserved',
      'InstrumentSpecified',
    ],
    'the parts of it, each as if alone',
  ],
  ['webData3', [], 'nothing: vaults and agents'],
  [
    'clearinghouseState',
    ['AccountPositionObserved', 'VenueMarginObserved', 'MarginAccountObserved'],
    'positions (0 for what is gone), margin, the account of the margin engine',
  ],
  ['allDexsClearinghouseState', ['AccountPositionObserved', 'VenueMarginObserved'], 'the same of each exchange'],
  ['spotState', ['VenueBalanceObserved'], 'balances of the spot side'],
  ['openOrders', ['VenueOrderObserved'], 'each open order, and closed what was open before'],
  ['orderUpdates', ['VenueOrderObserved'], 'each change of an order'],
  [
    'user',
    ['VenueFillObserved', 'VenueOrderObserved', 'FundingSettled'],
    'fills, TWAPs and funding; liquidations and cancellations come with orders and positions',
  ],
  ['userEvents', ['VenueFillObserved', 'VenueOrderObserved', 'FundingSettled'], 'the same under its other name'],
  ['userFills', ['VenueFillObserved'], 'the snapshot and what follows, oldest first'],
  ['userFundings', ['FundingSettled'], 'the rate; what was paid is part of the margin'],
  ['userNonFundingLedgerUpdates', [], 'nothing: the balances after it say so'],
  ['userHistoricalOrders', ['VenueOrderObserved'], 'each order as it ended'],
  ['userTwapSliceFills', ['VenueFillObserved'], 'each slice as a fill'],
  ['userTwapHistory', ['VenueOrderObserved'], 'each TWAP as an order of the type twap'],
  ['twapStates', ['VenueOrderObserved'], 'each running TWAP as an order of the type twap'],
];

const PUBLIC_REST: readonly Row[] = [
  ['meta', ['InstrumentSpecified', 'MarginParametersConfigured'], 'perpetuals with lot, leverage and tiers'],
  ['allPerpMetas', ['InstrumentSpecified'], 'the same of each exchange; those of builders are not modelled'],
  ['metaAndAssetCtxs', ['InstrumentSpecified', 'PerpObserved'], 'meta and assetCtxs'],
  ['spotMeta', ['InstrumentSpecified'], 'spot pairs, not modelled'],
  ['spotMetaAndAssetCtxs', ['InstrumentSpecified'], 'spot pairs, not modelled'],
  ['l2Book', ['BookObserved'], 'as over the socket'],
  ['allMids', ['IndexObserved'], 'as over the socket'],
  ['recentTrades', ['TradeObserved'], 'as over the socket'],
  ['fundingHistory', ['FundingSettled'], 'each settlement'],
  ['predictedFundings', [], 'nothing: other venues as Hyperliquid sees them'],
  ['candleSnapshot', [], 'nothing: candles follow from trades'],
  ['perpDexs', [], 'nothing: allPerpMetas names the contracts'],
  ['exchangeStatus', [], 'nothing: it shows that the venue is there'],
];

const ACCOUNT_REST: readonly Row[] = [
  [
    'clearinghouseState',
    ['AccountPositionObserved', 'VenueMarginObserved', 'MarginAccountObserved'],
    'as over the socket',
  ],
  ['spotClearinghouseState', ['VenueBalanceObserved'], 'balances of the spot side'],
  ['openOrders', ['VenueOrderObserved'], 'as over the socket'],
  ['frontendOpenOrders', ['VenueOrderObserved'], 'the same with types'],
  ['historicalOrders', ['VenueOrderObserved'], 'each order as it ended'],
  ['orderStatus', ['VenueOrderObserved'], 'one order'],
  ['userFills', ['VenueFillObserved'], 'as over the socket'],
  ['userFillsByTime', ['VenueFillObserved'], 'as over the socket'],
  ['userTwapSliceFills', ['VenueFillObserved'], 'as over the socket'],
  ['userFunding', ['FundingSettled'], 'as over the socket'],
  ['userNonFundingLedgerUpdates', [], 'nothing: the balances after it say so'],
  ['userRateLimit', [], 'a problem of the venue once the requests of an account are used up'],
  ['userFees', [], 'nothing: fills carry their fee'],
  ['userRole', [], 'nothing: what kind of account it is'],
  ['userVaultEquities', [], 'nothing: a share of a vault is no instrument of Gimbal'],
  ['portfolio', [], 'nothing: a history of values for people'],
  ['extraAgents', [], 'nothing: who may sign'],
  ['subAccounts', [], 'nothing: each sub-account is watched by its own address'],
  ['delegatorHistory', [], 'nothing: staking'],
  ['delegatorSummary', [], 'nothing: staking'],
  ['delegations', [], 'nothing: staking'],
];

function rows(table: readonly Row[], transport: 'ws' | 'rest', access: 'public' | 'account'): readonly Capability[] {
  const sequence = transport === 'rest' ? 'none' : 'none; time goes on within a coin, and every book is whole';
  return table.map(([kind, events, becomes]) => ({
    kind,
    transport,
    access,
    events,
    becomes,
    sequence,
    checksum: 'none',
  }));
}

export const HYPERLIQUID_CAPABILITIES: VenueCapabilities = {
  venue: 'hyperliquid',
  heartbeat: 'the client sends {"method":"ping"} within 60 s, the venue answers with the channel pong',
  rateLimit:
    '1200 weight a minute and address over REST; 1000 subscriptions, 2000 messages a minute and 10 accounts over sockets',
  signing:
    'no read is signed; actions are (msgpack hash and EIP-712 for those of the exchange, EIP-712 alone for those of the user)',
  sources: [
    'Hyperliquid Docs: WebSocket, Subscriptions, Timeouts and heartbeats',
    'Hyperliquid Docs: Info endpoint, Perpetuals, Spot',
    'Hyperliquid Docs: Rate limits and user limits',
    'Hyperliquid Docs: Tick and lot size',
    'Hyperliquid Docs: Funding',
    'hyperliquid-python-sdk: signing.py and signing_test.py (MIT)',
  ],
  kinds: [
    ...rows(PUBLIC_WS, 'ws', 'public'),
    ...rows(ACCOUNT_WS, 'ws', 'account'),
    ...rows(PUBLIC_REST, 'rest', 'public'),
    ...rows(ACCOUNT_REST, 'rest', 'account'),
  ],
};
