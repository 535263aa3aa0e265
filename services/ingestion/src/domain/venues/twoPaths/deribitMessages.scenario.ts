import fc from 'fast-check';
import {
  amount,
  answer,
  maybe,
  notification,
  otherMessage,
  price,
  rate,
  timestamp,
} from './jsonRpcMessages.scenario.js';
import type { Delivery, FeedAbout } from './readBothWays.scenario.js';
import { spoilt } from './spoiltText.scenario.js';
import { members, type Written } from './writtenJson.scenario.js';

/** Test support: what Deribit may say, in order and out of it. */

export const DERIBIT_FEED: FeedAbout = { venue: 'deribit', account: 'desk' };
const PERPETUAL = 'BTC-PERPETUAL';
const OPTION = 'BTC-29DEC23-40000-C';

const symbol = fc.oneof(
  { weight: 12, arbitrary: fc.constant(PERPETUAL) },
  { weight: 6, arbitrary: fc.constant(OPTION) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('BTC-29DEC23', 'SOL-PERPETUAL', 'ETH_USDC', 'BTC-FS-29DEC23_PERP', 'what?', 'é'),
  },
);

const acted = fc
  .tuple(fc.constantFrom('new', 'change', 'delete', 'new'), price, amount)
  .map(([action, at, of]): Written => [action, at, action === 'delete' ? '#0' : of]);
const pair = fc.tuple(price, amount);
const sides = (level: fc.Arbitrary<Written>, maxLength: number) =>
  fc.record({ bids: fc.array(level, { maxLength }), asks: fc.array(level, { maxLength }) });

/** How a change of a book follows the one before it. */
const link = fc.oneof(
  { weight: 30, arbitrary: fc.constant('next' as const) },
  { weight: 1, arbitrary: fc.constantFrom('gap' as const, 'late' as const, 'again' as const, 'unlinked' as const) },
);

/** Given the last change of the chain, the text and the change that it leaves. */
type Move = (changeId: number) => readonly [text: string, changeId: number];

const bookSnapshot: fc.Arbitrary<Move> = fc
  .tuple(symbol, timestamp, sides(acted, 40))
  .map(([name, at, { bids, asks }]) => (changeId) => {
    const data = { timestamp: at, instrument_name: name, change_id: `#${changeId + 1}`, bids, asks };
    return [notification(`book.${name}.100ms`, members({ type: 'snapshot', ...data })), changeId + 1];
  });
const bookChange: fc.Arbitrary<Move> = fc
  .tuple(symbol, timestamp, sides(acted, 5), link)
  .map(([name, at, { bids, asks }, linked]) => (changeId) => {
    const previous = {
      next: changeId,
      gap: changeId + 3,
      late: changeId - 5,
      again: changeId - 1,
      unlinked: undefined,
    };
    const before = previous[linked];
    const next = before === undefined ? changeId + 1 : before + (linked === 'again' ? 1 : 2);
    const data = {
      type: 'change',
      timestamp: at,
      prev_change_id: before === undefined ? undefined : `#${before}`,
      instrument_name: name,
      change_id: `#${next}`,
      bids,
      asks,
    };
    return [notification(`book.${name}.100ms`, members(data)), linked === 'late' ? changeId : next];
  });

const grouped = fc.tuple(symbol, timestamp, sides(pair, 10)).map(([name, at, { bids, asks }]) => {
  const data = { timestamp: at, instrument_name: name, change_id: '#12', bids, asks };
  return notification(`book.${name}.none.10.100ms`, members(data));
});
const best = {
  best_bid_price: maybe(price),
  best_bid_amount: maybe(amount),
  best_ask_price: maybe(price),
  best_ask_amount: maybe(amount),
};
const quote = fc
  .tuple(symbol, fc.record({ timestamp, ...best }))
  .map(([name, said]) => notification(`quote.${name}`, members({ instrument_name: name, ...said })));
const ticked = fc.record(
  {
    timestamp,
    ...best,
    mark_price: maybe(price),
    last_price: maybe(price),
    index_price: maybe(price),
    underlying_price: maybe(price),
    current_funding: rate,
    open_interest: maybe(amount),
    bid_iv: fc.constantFrom('#72.96', '#0.0', '#50', '40.123456789012345678'),
    ask_iv: fc.constantFrom('#80', '#1e2'),
    mark_iv: fc.constantFrom('#72.96', '#-1', '#65.55'),
    greeks: fc
      .record({ delta: rate, gamma: rate, vega: rate, theta: maybe(rate), rho: rate }, { requiredKeys: ['delta'] })
      .map(members),
  },
  { requiredKeys: ['timestamp', 'mark_price', 'current_funding'] },
);
const ticker = fc
  .tuple(symbol, ticked)
  .map(([name, said]) => notification(`ticker.${name}.100ms`, members({ instrument_name: name, ...said })));
const incremental = fc
  .tuple(symbol, ticked, fc.constantFrom('snapshot', 'change', 'change'))
  .map(([name, said, type]) => {
    return notification(`incremental_ticker.${name}`, members({ type, instrument_name: name, ...said }));
  });
const trade = fc
  .record(
    {
      timestamp,
      trade_seq: fc.integer({ min: 1, max: 30 }).map((count) => `#${count}`),
      trade_id: fc.integer({ min: 1, max: 9 }).map((id) => `t${id}`),
      instrument_name: symbol,
      price,
      amount,
      direction: fc.constantFrom('buy', 'sell'),
      mark_price: maybe(price),
      index_price: maybe(price),
      iv: fc.constantFrom<(string | null)[]>('#72.96', '#1e2', null),
      liquidation: fc.constantFrom('M', 'T', 'MT'),
    },
    { requiredKeys: ['timestamp', 'trade_seq', 'trade_id', 'instrument_name', 'price', 'amount', 'direction'] },
  )
  .map(members);
const trades = fc.array(trade, { maxLength: 4 });
const traded = trades.map((list) => notification(`trades.${PERPETUAL}.100ms`, list));
const index = fc
  .record({ timestamp, price: amount, index_name: fc.constantFrom('btc_usd', 'eth_usd') })
  .map((said) => notification(`deribit_price_index.${said.index_name}`, members(said)));
const marks = fc
  .array(fc.record({ instrument_name: symbol, timestamp, mark_price: maybe(price), iv: maybe(amount) }), {
    maxLength: 4,
  })
  .map((rows) => notification('markprice.options.btc_usd', rows.map(members)));
const orderBook = fc.tuple(symbol, timestamp, sides(pair, 10)).map(([name, at, { bids, asks }]) => {
  const result = { timestamp: at, instrument_name: name, change_id: '#12', bids, asks, state: 'open' };
  return answer(`public/get_order_book?instrument_name=${name}`, members(result));
});
const lastTrades = trades.map((list) =>
  answer(
    `public/get_last_trades_by_instrument?instrument_name=${PERPETUAL}`,
    members({ trades: list, has_more: true }),
  ),
);
const tickerAnswer = fc
  .tuple(symbol, ticked)
  .map(([name, said]) => answer(`public/ticker?instrument_name=${name}`, members({ instrument_name: name, ...said })));

const unchained = fc.oneof(
  { weight: 2, arbitrary: grouped },
  { weight: 3, arbitrary: quote },
  { weight: 5, arbitrary: ticker },
  { weight: 4, arbitrary: incremental },
  { weight: 5, arbitrary: traded },
  { weight: 1, arbitrary: index },
  { weight: 2, arbitrary: marks },
  { weight: 1, arbitrary: orderBook },
  { weight: 1, arbitrary: lastTrades },
  { weight: 1, arbitrary: tickerAnswer },
  { weight: 1, arbitrary: otherMessage },
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: bookSnapshot },
  { weight: 16, arbitrary: bookChange },
  { weight: 24, arbitrary: unchained.map((text): Move => (changeId) => [text, changeId]) },
);

export const deribitDeliveries: fc.Arbitrary<readonly Delivery[]> = fc
  .array(fc.tuple(move, spoilt, fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 40, size: 'max' })
  .map((moves) => {
    const deliveries: Delivery[] = [];
    let changeId = 100;
    for (const [tell, spoil, chance] of moves) {
      const [text, next] = tell(changeId);
      deliveries.push({ text: spoil(text) });
      changeId = next;
      if (chance === 0) deliveries.push({ control: { kind: 'connected', connector: 'c', session: 2, endpoint: 'e' } });
    }
    return deliveries;
  });
