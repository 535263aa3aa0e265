import fc from 'fast-check';
import { type Delivery, type FeedAbout } from './readBothWays.scenario.js';
import { spoilt } from './spoiltText.scenario.js';
import { Members, members, type Written, written } from './writtenJson.scenario.js';

/** Test support: what dYdX's indexer may say, in order and out of it. */

export const DYDX_FEED: FeedAbout = { venue: 'dydx', account: 'desk' };
/** Two are numbers, which as keys of an object stand before all others; the last ones can't be in the id of an instrument. */
const TICKERS = ['ETH-USD', 'BTC-USD', '7', '10', 'ÄTH-USD', 'NO SPACE-USD', ''];
const SUBACCOUNT = 'dydx1abc/0';

const ticker = fc.oneof(
  { weight: 12, arbitrary: fc.constant('ETH-USD') },
  { weight: 4, arbitrary: fc.constant('BTC-USD') },
  { weight: 1, arbitrary: fc.constantFrom(...TICKERS) },
);
const asNumberOrText = (text: string) => fc.constantFrom(text, `#${text}`);
const price = fc.integer({ min: 1, max: 80 }).chain((units) => fc.constantFrom(`${units}`, `${units}.0`, `${units}e0`));
const size = fc.constantFrom('0', '0', '0', '0.0', '0e3', '1', '2.50', '3', '0.001', '1e-3', '12', '7', '1000000.25');
/** What no price and no size is, and what hardly one is. */
const oddNumber = fc.constantFrom<Written[]>(
  ...'0 #0.0 -0 #-1 -2.5 x 1e61 #1e-60 01 999999999999999.5 #0.12345678901234567'.split(' '),
  '9'.repeat(61),
  `0.${'0'.repeat(40)}1`,
  '',
  null,
  true,
  [],
  ['1'],
);
const level = fc.oneof(
  { weight: 80, arbitrary: fc.tuple<Written[]>(price.chain(asNumberOrText), size.chain(asNumberOrText)) },
  { weight: 1, arbitrary: fc.tuple<Written[]>(oddNumber, fc.constantFrom('0', '1')) },
  { weight: 1, arbitrary: fc.tuple<Written[]>(price, oddNumber) },
  { weight: 1, arbitrary: fc.tuple<Written[]>(price, fc.constantFrom('1', '0'), oddNumber) },
  { weight: 1, arbitrary: fc.tuple<Written[]>(price) },
);
const named = level.map(([at, of]) => members({ price: at, size: of }));
const oddOr = (of: fc.Arbitrary<Written>) =>
  fc.oneof(
    { weight: 30, arbitrary: of },
    { weight: 1, arbitrary: oddNumber },
    { weight: 1, arbitrary: fc.constantFrom('0', '#0.00') },
  );
const time = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('', '.5', '.855', '.123456'))
  .map(([second, fraction]) => `2023-11-14T22:13:0${second}${fraction}Z`);

const change = fc
  .record(
    {
      bids: fc.oneof(fc.array(level, { maxLength: 5 }), fc.array(named, { minLength: 1, maxLength: 2 })),
      asks: fc.array(level, { maxLength: 5 }),
    },
    { requiredKeys: [] },
  )
  .map(members);
const snapshot = fc
  .record({ bids: fc.array(named, { maxLength: 50 }), asks: fc.array(named, { maxLength: 50 }) })
  .map(members);
const trade = fc
  .record(
    {
      id: fc.integer({ min: 0, max: 9 }).map((id) => `t${id}`),
      side: fc.constantFrom('BUY', 'SELL'),
      size: oddOr(size.chain(asNumberOrText)),
      price: oddOr(price.chain(asNumberOrText)),
      type: oddOr(fc.constantFrom('LIMIT', 'LIQUIDATED', 'DELEVERAGED', '')),
      createdAt: time,
      createdAtHeight: fc.constantFrom('12', '#13'),
    },
    { requiredKeys: ['id', 'side', 'size', 'price', 'createdAt'] },
  )
  .map(members);
const trades = fc.array(trade, { maxLength: 5 }).map((list) => members({ trades: list }));
const oraclePrice = fc
  .record({
    oraclePrice: fc.oneof(
      { weight: 30, arbitrary: price.chain(asNumberOrText) },
      { weight: 3, arbitrary: fc.constantFrom<(string | null)[]>(null, '', '0', '0.0', '#0') },
      { weight: 1, arbitrary: oddNumber },
    ),
    effectiveAt: time,
    effectiveAtHeight: fc.constant('12'),
  })
  .map(members);
const oraclePrices = fc
  .array(fc.tuple(fc.oneof(ticker, fc.constantFrom('BTC-USD', ...TICKERS)), oraclePrice), { maxLength: 4 })
  .map((pairs) => members({ oraclePrices: new Members(pairs) }));
const terms = {
  clobPairId: fc.constantFrom('0', '1', '#2'),
  status: fc.constantFrom('ACTIVE', 'PAUSED'),
  tickSize: fc.constantFrom('0.1', '1e-1', '#0.01'),
  stepSize: fc.constantFrom('0.001', '#0.001'),
  initialMarginFraction: fc.constantFrom<(string | null)[]>('0.05', '0.02', null, ''),
  nextFundingRate: fc.constantFrom('0.00001', '-0.00002', '#0', '#-1e-7'),
  openInterest: fc.constantFrom('100', '#5e2', '0'),
  oraclePrice: price.chain(asNumberOrText),
};
const market = fc.record(terms).map(members);
const changedMarket = fc.record(terms, { requiredKeys: [] }).map(members);
const listed = (of: fc.Arbitrary<Members>) =>
  fc.uniqueArray(fc.tuple(ticker, of), { selector: ([name]) => name, minLength: 1, maxLength: 3 });
const markets = listed(market).map((pairs) => members({ markets: new Members(pairs) }));
const trading = fc
  .tuple(listed(changedMarket), fc.option(oraclePrices, { freq: 2, nil: new Members([]) }))
  .map(([pairs, prices]) => new Members([['trading', new Members(pairs)], ...prices.pairs]));
const marketChange = fc.oneof({ weight: 4, arbitrary: oraclePrices }, { weight: 1, arbitrary: trading });

/** A message without its number. */
type Unnumbered = readonly (readonly [string, Written])[];

const of = (type: string, channel: string, id: fc.Arbitrary<string | undefined>, contents: fc.Arbitrary<Written>) =>
  fc
    .tuple(id, contents)
    .map(([name, said]): Unnumbered => [
      ['type', type],
      ['connection_id', 'c'],
      ['channel', channel],
      ...(name === undefined ? [] : ([['id', name]] as const)),
      ['version', '1.0.0'],
      ['contents', said],
    ]);
const batch = (one: fc.Arbitrary<Written>) => fc.array(one, { maxLength: 3 });
const none = fc.constant(undefined);
const position = fc
  .record({
    market: ticker,
    status: fc.constantFrom('OPEN', 'CLOSED'),
    side: fc.constantFrom('LONG', 'SHORT'),
    size: size.chain(asNumberOrText),
    entryPrice: fc.constantFrom<(string | null)[]>('10', '#11.5', null),
  })
  .map(members);
const subaccount = fc.array(fc.tuple(ticker, position), { maxLength: 2 }).map((pairs) =>
  members({
    subaccount: members({
      address: 'dydx1abc',
      subaccountNumber: '#0',
      equity: '100.5',
      freeCollateral: '20',
      openPerpetualPositions: new Members(pairs.filter(([name], at) => pairs.findIndex(([n]) => n === name) === at)),
      assetPositions: members({}),
    }),
    orders: [],
  }),
);
const positions = fc.array(position, { maxLength: 2 }).map((list) => members({ perpetualPositions: list }));

const bookChange = of('channel_data', 'v4_orderbook', ticker, change);
const tradesMade = of('channel_data', 'v4_trades', ticker, trades);
const changeOfMarkets = of('channel_data', 'v4_markets', none, marketChange);
const bookSnapshot = of('subscribed', 'v4_orderbook', ticker, snapshot);
const strangeChannel = fc.constantFrom('v4_orderbook', 'v4_trades', 'v4_markets', 'v3_orderbook', 'v4_candles', 'x');

const unnumbered: fc.Arbitrary<Unnumbered> = fc.oneof(
  { weight: 24, arbitrary: bookChange },
  { weight: 8, arbitrary: tradesMade },
  { weight: 12, arbitrary: changeOfMarkets },
  { weight: 8, arbitrary: bookSnapshot },
  { weight: 3, arbitrary: of('channel_batch_data', 'v4_orderbook', ticker, batch(change)) },
  { weight: 2, arbitrary: of('channel_batch_data', 'v4_trades', ticker, batch(trades)) },
  { weight: 2, arbitrary: of('channel_batch_data', 'v4_markets', none, batch(marketChange)) },
  { weight: 2, arbitrary: of('subscribed', 'v4_trades', ticker, trades) },
  { weight: 3, arbitrary: of('subscribed', 'v4_markets', none, markets) },
  { weight: 1, arbitrary: of('unsubscribed', 'v4_orderbook', ticker, fc.constant(null)) },
  { weight: 1, arbitrary: of('subscribed', 'v4_subaccounts', fc.constant(SUBACCOUNT), subaccount) },
  { weight: 1, arbitrary: of('channel_data', 'v4_subaccounts', fc.constant(SUBACCOUNT), positions) },
  // An answer as well.
  {
    weight: 1,
    arbitrary: bookChange.map((said): Unnumbered => [...said, ['request', members({ path: '/v4/time' })]]),
  },
  // Contents of another channel, an id too much or too few.
  {
    weight: 3,
    arbitrary: fc
      .tuple(strangeChannel, fc.option(ticker, { nil: undefined }))
      .chain(([channel, id]) => of('channel_data', channel, fc.constant(id), fc.oneof(change, trades, marketChange))),
  },
  { weight: 1, arbitrary: fc.constant<Unnumbered>([['type', 'connected']]) },
  {
    weight: 1,
    arbitrary: fc.constant<Unnumbered>([
      ['type', 'error'],
      ['message', 'no'],
    ]),
  },
);

/** How far the number of a message is from the one before it; none is none. */
const step = fc.oneof(
  { weight: 80, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constantFrom(0, -1, 2, 5, undefined) },
);

const answer = fc.oneof(
  fc.tuple(ticker, snapshot).map(([of, response]) => ({ path: `/v4/orderbooks/perpetualMarket/${of}`, response })),
  fc.tuple(ticker, trades).map(([of, response]) => ({ path: `/v4/trades/perpetualMarket/${of}`, response })),
  markets.map((response) => ({ path: '/v4/perpetualMarkets', response })),
);

/** Given what came before, the text and the number that it leaves. */
type Move = (number: number) => readonly [Delivery, number];

const message: fc.Arbitrary<Move> = fc
  .tuple(unnumbered, step, spoilt, fc.nat({ max: 3 }))
  .map(([said, by, spoil, place]): Move => (number) => {
    if (by === undefined) return [{ text: spoil(written(new Members(said))) }, number];
    const next = Math.max(0, number + by);
    const numbered = said.toSpliced(place, 0, ['message_id', place === 2 ? `${next}` : `#${next}`]);
    return [{ text: spoil(written(new Members(numbered))) }, next];
  });
const answered: fc.Arbitrary<Move> = fc.tuple(answer, spoilt).map(([{ path, response }, spoil]) => (number) => {
  return [{ text: spoil(written(members({ request: members({ path }), response }))) }, number];
});
const connected: fc.Arbitrary<Move> = fc.constant(() => {
  return [{ control: { kind: 'connected', connector: 'c', session: 2, endpoint: 'e' } }, 0];
});

const begin: fc.Arbitrary<readonly Move[]> = fc
  .tuple(snapshot, market, trades, fc.boolean())
  .map(([book, ethUsd, made, isWhole]) => {
    const opening = [
      { type: 'connected' },
      { type: 'subscribed', channel: 'v4_orderbook', id: 'ETH-USD', contents: book },
      { type: 'subscribed', channel: 'v4_markets', contents: members({ markets: members({ 'ETH-USD': ethUsd }) }) },
      { type: 'subscribed', channel: 'v4_trades', id: 'ETH-USD', contents: made },
    ];
    return (isWhole ? opening : opening.slice(0, 1)).map((said): Move => (number) => {
      return [{ text: written(members({ ...said, message_id: `#${number + 1}` })) }, number + 1];
    });
  });

export const dydxDeliveries: fc.Arbitrary<readonly Delivery[]> = fc
  .tuple(
    begin,
    fc.array(
      fc.oneof(
        { weight: 50, arbitrary: message },
        { weight: 2, arbitrary: answered },
        { weight: 1, arbitrary: connected },
      ),
      { minLength: 1, maxLength: 40, size: 'max' },
    ),
  )
  .map(([first, moves]) => {
    const deliveries: Delivery[] = [];
    let number = 0;
    for (const move of [...first, ...moves]) {
      const [delivery, next] = move(number);
      deliveries.push(delivery);
      number = next;
    }
    return deliveries;
  });
