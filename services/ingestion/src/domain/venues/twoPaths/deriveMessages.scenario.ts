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
import { spoiltDeliveries } from './spoiltText.scenario.js';
import { Members, members, type Written } from './writtenJson.scenario.js';

/** Test support: what Derive may say, in order and out of it. */

export const DERIVE_FEED: FeedAbout = { venue: 'derive', account: 'desk' };

const name = fc.oneof(
  { weight: 12, arbitrary: fc.constant('ETH-PERP') },
  { weight: 8, arbitrary: fc.constant('ETH-20231229-2500-C') },
  { weight: 1, arbitrary: fc.constantFrom('ETH-USDC', 'ETH-20231329-2500-C', 'what?', 'é') },
);
const level = fc.tuple(price, amount);
const book = fc
  .tuple(
    name,
    fc.record(
      {
        timestamp,
        publish_id: fc.constantFrom<(string | null)[]>('#1', '#2', '7', null),
        bids: fc.array(level, { maxLength: 40 }),
        asks: fc.array(level, { maxLength: 40 }),
      },
      { requiredKeys: ['timestamp', 'bids', 'asks'] },
    ),
  )
  .map(([of, said]) => notification(`orderbook.${of}.1.10`, members({ instrument_name: of, ...said })));
const option = fc
  .record(
    {
      bid_iv: maybe(amount),
      ask_iv: amount,
      iv: amount,
      delta: rate,
      gamma: rate,
      vega: rate,
      theta: rate,
      rho: rate,
      forward_price: maybe(price),
    },
    { requiredKeys: ['iv'] },
  )
  .map(members);
const ticker = fc
  .tuple(
    name,
    fc.boolean(),
    fc.record(
      {
        timestamp,
        mark_price: maybe(price),
        index_price: maybe(price),
        best_bid_price: maybe(price),
        best_ask_price: maybe(price),
        best_bid_amount: maybe(amount),
        best_ask_amount: maybe(amount),
        stats: fc.record({ open_interest: maybe(amount) }).map(members),
        perp_details: fc.record({ funding_rate: maybe(rate) }).map(members),
        option_pricing: fc.option(option),
      },
      { requiredKeys: ['timestamp', 'mark_price', 'perp_details'] },
    ),
  )
  .map(([of, isInside, said]) => {
    const whole = members({ instrument_name: of, ...said });
    return notification(`ticker.${of}.100`, isInside ? members({ instrument_ticker: whole }) : whole);
  });
const slim = fc
  .tuple(
    name,
    fc.record(
      {
        t: timestamp,
        M: maybe(price),
        I: maybe(price),
        b: maybe(price),
        a: maybe(price),
        B: maybe(amount),
        A: maybe(amount),
        f: maybe(rate),
        stats: fc.record({ oi: maybe(amount) }).map(members),
        option_pricing: fc.record({ bi: amount, ai: amount, i: amount, d: rate, f: price }).map(members),
      },
      { requiredKeys: ['t', 'M', 'f'] },
    ),
  )
  .map(([of, said]) =>
    notification(`ticker_slim.${of}.100`, members({ timestamp: '#1', instrument_ticker: members(said) })),
  );
const trade: fc.Arbitrary<Written> = fc
  .record(
    {
      instrument_name: name,
      timestamp,
      direction: fc.constantFrom('buy', 'sell'),
      trade_id: fc.integer({ min: 1, max: 6 }).map((id) => `t${id}`),
      trade_price: price,
      trade_amount: amount,
      liquidity_role: fc.constantFrom<(string | null)[]>('maker', 'taker', null),
      index_price: maybe(price),
      mark_price: maybe(price),
    },
    { requiredKeys: ['instrument_name', 'timestamp', 'direction', 'trade_id', 'trade_price', 'trade_amount'] },
  )
  .map(members);
const trades = fc.array(trade, { maxLength: 4 });
const traded = fc.oneof(trades, trade).map((data) => notification('trades.perp.ETH', data));
const fills = trades.map((data) => notification('30769.trades', data));
const spots = fc
  .tuple(timestamp, fc.array(fc.tuple(fc.constantFrom('ETH', 'BTC', '7'), price), { maxLength: 3 }))
  .map(([at, feeds]) => {
    const named = new Members(feeds.map(([asset, spot]) => [asset, members({ price: spot, confidence: '1' })]));
    return notification('spot_feed.ETH', members({ timestamp: at, feeds: named }));
  });
const history = trades.map((list) => answer('public/get_trade_history', members({ trades: list })));

const text = fc.oneof(
  { weight: 12, arbitrary: book },
  { weight: 8, arbitrary: ticker },
  { weight: 8, arbitrary: slim },
  { weight: 6, arbitrary: traded },
  { weight: 1, arbitrary: fills },
  { weight: 2, arbitrary: spots },
  { weight: 1, arbitrary: history },
  { weight: 2, arbitrary: otherMessage },
);

export const deriveDeliveries: fc.Arbitrary<readonly Delivery[]> = spoiltDeliveries(text);
