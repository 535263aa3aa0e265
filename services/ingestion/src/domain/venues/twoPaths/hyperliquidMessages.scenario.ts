import fc from 'fast-check';
import type { Delivery, FeedAbout } from './readBothWays.scenario.js';
import { spoiltDeliveries } from './spoiltText.scenario.js';
import { Members, members, type Written, written } from './writtenJson.scenario.js';

/** Test support: what Hyperliquid may say, in order and out of it. */

export const HYPERLIQUID_FEED: FeedAbout = { venue: 'hyperliquid', account: 'desk' };

const coin = fc.oneof(
  { weight: 12, arbitrary: fc.constant('ETH') },
  { weight: 4, arbitrary: fc.constant('BTC') },
  { weight: 1, arbitrary: fc.constantFrom('7', 'PURR/USDC', '@12', '#3', 'xyz:GOLD', 'é', 'no space') },
);
const price = fc
  .integer({ min: 1, max: 80 })
  .chain((units) => fc.constantFrom(`${units}`, `${units}.0`, `#${units}.50`, `${units}e0`));
const amount = fc.constantFrom('0', '0.0', '1', '2.50', '#3', '1e-3', '12', '1000000.25');
const time = fc.constantFrom('#1700000000000', '#1700000000001', '#1699999999000', '#1700007200000', '1700000000002');
const side = fc.constantFrom('A', 'B');

const level = fc.tuple(price, amount).map(([px, sz]) => members({ px, sz, n: '#1' }));
const levels = fc.array(level, { maxLength: 35 });
const channel = (of: string, data: Written): string => written(members({ channel: of, data }));

const book = fc
  .record(
    { coin: coin.filter((of) => !of.startsWith('#')), time, levels: fc.tuple(levels, levels) },
    { requiredKeys: ['coin', 'levels'] },
  )
  .map((said) => channel('l2Book', members(said)));
const bbo = fc
  .record({ coin: coin.filter((of) => !of.startsWith('#')), time, bbo: fc.tuple(fc.option(level), fc.option(level)) })
  .map((said) => channel('bbo', members(said)));
const trade = fc
  .record({
    coin: coin.filter((of) => !of.startsWith('#')),
    side,
    px: price,
    sz: amount,
    time,
    hash: fc.constantFrom('0xa', '0xb'),
    tid: fc.integer({ min: 1, max: 9 }).map((id) => `#${id}`),
  })
  .map(members);
const trades = fc.array(trade, { maxLength: 4 }).map((list) => channel('trades', list));
const context = fc
  .record({
    markPx: fc.oneof(price, fc.constantFrom<(string | null)[]>(null, '0', '0.0')),
    oraclePx: price,
    funding: fc.constantFrom('0.0000125', '-1e-7', '#0'),
    openInterest: amount,
  })
  .map(members);
const contexts = fc.tuple(coin, context).map(([of, ctx]) => channel('activeAssetCtx', members({ coin: of, ctx })));
const mids = fc
  .array(fc.tuple(coin, price), { maxLength: 4 })
  .map((pairs) => channel('allMids', members({ mids: new Members(pairs) })));
const fill = fc
  .record({
    coin: fc.constantFrom('ETH', 'BTC'),
    px: price,
    sz: amount,
    side,
    time,
    startPosition: fc.constantFrom('0', '-1.5'),
    dir: fc.constant('Open Long'),
    closedPnl: fc.constant('0.0'),
    hash: fc.constant('0xa'),
    oid: fc.constant('#7'),
    crossed: fc.boolean(),
    fee: fc.constantFrom('0.1', '-0.01'),
    feeToken: fc.constant('USDC'),
    tid: fc.integer({ min: 1, max: 9 }).map((id) => `#${id}`),
  })
  .map(members);
const fills = fc
  .tuple(fc.array(fill, { maxLength: 3 }), fc.boolean())
  .map(([list, isSnapshot]) => channel('userFills', members({ isSnapshot, user: '0xabc', fills: list })));
const other = fc.constantFrom(
  '{"channel":"pong"}',
  '{"channel":"error","data":"no"}',
  '{"channel":"surprise","data":{}}',
  '{"channel":7}',
  '{"channel":"l2Book","data":null}',
  '{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"userFills","user":"0xABC"}}}',
  '{"channel":"post","data":{"id":7,"response":{"type":"error","payload":"no"}}}',
  '{"request":{"type":"recentTrades","coin":"ETH"},"response":[]}',
  '[]',
  'null',
);

const text = fc.oneof(
  { weight: 12, arbitrary: book },
  { weight: 4, arbitrary: bbo },
  { weight: 6, arbitrary: trades },
  { weight: 4, arbitrary: contexts },
  { weight: 3, arbitrary: mids },
  { weight: 3, arbitrary: fills },
  { weight: 2, arbitrary: other },
);

export const hyperliquidDeliveries: fc.Arbitrary<readonly Delivery[]> = spoiltDeliveries(text);
