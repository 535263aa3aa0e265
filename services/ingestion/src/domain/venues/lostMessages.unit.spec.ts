import { describe, expect, it } from 'vitest';
import { deribitProtocol } from './deribit/deribitProtocol.js';
import { dydxProtocol } from './dydx/dydxProtocol.js';
import type { DydxSession } from './dydx/sessionState.js';
import type { FrameReading } from './venueSession.js';

const AT_MS = 1_700_000_000_000;
const HOUR_MS = 3_600_000;

/** A session that hears what the venue says, one message after another, each received at AT_MS. */
function session(): (channel: string, data: unknown) => FrameReading {
  const protocol = deribitProtocol();
  let state = protocol.open();
  return (channel, data) => {
    const text = JSON.stringify({ jsonrpc: '2.0', method: 'subscription', params: { channel, data } });
    const frame = { feed: 'deribit', raw: Buffer.from(text), receivedAtUs: BigInt(AT_MS) * 1_000n };
    const step = protocol.read(state, frame);
    state = step.state;
    return step.reading;
  };
}

const BOOK = 'book.BTC-PERPETUAL.100ms';
const shared = { instrument_name: 'BTC-PERPETUAL', timestamp: AT_MS };
const snapshot = { ...shared, type: 'snapshot', change_id: 10, bids: [['new', 100, 5]], asks: [['new', 101, 5]] };
const change = (from: number, to: number, bids: unknown[]) => ({
  ...shared,
  type: 'change',
  prev_change_id: from,
  change_id: to,
  bids,
  asks: [],
});
const kinds = ({ problems }: FrameReading): readonly string[] => problems.map(({ kind }) => kind);
const asked = ({ replies }: FrameReading): readonly string[] =>
  replies.map((text) => (JSON.parse(text) as { method: string }).method);

describe('what comes twice, crossed, with holes or of another time', () => {
  it('a change that comes twice is the same book, and no gap', () => {
    const hear = session();
    hear(BOOK, snapshot);
    const once = hear(BOOK, change(10, 12, [['change', 100, 7]]));
    const twice = hear(BOOK, change(10, 12, [['change', 100, 7]]));
    expect(twice).toEqual(once);
    expect(kinds(twice)).toEqual([]);
    expect(kinds(hear(BOOK, change(8, 10, [])))).toEqual(['late']);
    expect(kinds(hear(BOOK, change(12, 13, [])))).toEqual([]);
  });

  it('a book that a change crosses is asked for anew, once', () => {
    const hear = session();
    hear(BOOK, snapshot);
    const crossed = hear(BOOK, change(10, 12, [['new', 102, 7]]));
    expect(kinds(crossed)).toEqual(['crossed']);
    expect(asked(crossed)).toEqual(['public/unsubscribe', 'public/subscribe']);
    expect(hear(BOOK, change(12, 13, []))).toEqual({ observations: [], problems: [], replies: [] });
    expect(asked(hear(BOOK, { ...snapshot, change_id: 14, bids: [['new', 102, 7]] }))).toEqual([]);
  });

  it('trades between the last count and the next are asked for by their counts', () => {
    const hear = session();
    const trade = (count: number) => [
      { ...shared, trade_id: `t${count}`, trade_seq: count, price: 100, amount: 10, direction: 'buy' },
    ];
    expect(hear('trades.BTC-PERPETUAL.100ms', trade(5)).replies).toEqual([]);
    expect(hear('trades.BTC-PERPETUAL.100ms', trade(6)).replies).toEqual([]);
    const { replies } = hear('trades.BTC-PERPETUAL.100ms', trade(9));
    expect(replies.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      {
        method: 'public/get_last_trades_by_instrument',
        params: { instrument_name: 'BTC-PERPETUAL', start_seq: 7, end_seq: 8 },
      },
    ]);
    expect(hear('trades.BTC-PERPETUAL.100ms', trade(8)).replies).toEqual([]);
    expect(hear('trades.BTC-PERPETUAL.100ms', trade(10)).replies).toEqual([]);
  });

  it('trades that were missed between two connections are asked for, page after page', () => {
    const protocol = deribitProtocol();
    const answer = (state: ReturnType<typeof protocol.open>, id: string, counts: readonly number[]): FrameReading => {
      const trades = counts.map((count) => ({
        ...shared,
        trade_id: `t${count}`,
        trade_seq: count,
        price: 100,
        amount: 10,
        direction: 'buy',
      }));
      const text = JSON.stringify({ jsonrpc: '2.0', id, result: { trades, has_more: true } });
      return protocol.read(state, { feed: 'deribit', raw: Buffer.from(text), receivedAtUs: BigInt(AT_MS) * 1_000n })
        .reading;
    };
    const opening = 'public/get_last_trades_by_instrument?instrument_name=BTC-PERPETUAL&count=100&sorting=desc';
    const before = protocol.open();
    expect(answer(before, opening, [50, 49]).replies).toEqual([]);
    const state = protocol.open(before);
    const rest = (from: number, to: number) => ({
      params: { instrument_name: 'BTC-PERPETUAL', start_seq: from, end_seq: to, count: 1_000, sorting: 'asc' },
    });
    const [asked = '', ...others] = answer(state, opening, [1_552, 1_551]).replies;
    expect(others).toEqual([]);
    expect(JSON.parse(asked)).toMatchObject(rest(51, 1_550));
    const page = Array.from({ length: 1_000 }, (_, at) => 51 + at);
    const { observations, replies } = answer(state, (JSON.parse(asked) as { id: string }).id, page);
    expect(observations).toHaveLength(1_000);
    expect(replies.map((text) => JSON.parse(text) as object)).toMatchObject([rest(1_051, 1_550)]);
    const last = answer(
      state,
      (JSON.parse(replies[0]!) as { id: string }).id,
      page.slice(0, 500).map((n) => n + 1_000),
    );
    expect(last.observations).toHaveLength(500);
    expect(last.replies).toEqual([]);
    // One that comes no further ends the asking.
    const stuck = answer(state, (JSON.parse(asked) as { id: string }).id, Array<number>(1_000).fill(50));
    expect(stuck.replies).toEqual([]);
    // Of a hole beyond the bound the newest are asked for.
    const [newest = ''] = answer(state, opening, [1_001_553]).replies;
    expect(JSON.parse(newest)).toMatchObject(rest(901_553, 1_001_552));
  });

  it('trades that were just made are all said, however many a message has', () => {
    const protocol = dydxProtocol();
    const createdAt = new Date(AT_MS - 1_000).toISOString();
    const trades = Array.from({ length: 150 }, (_, n) => ({
      id: `t${n}`,
      side: 'BUY',
      size: '1',
      price: '3000',
      createdAt,
    }));
    const state = protocol.open();
    const told = (message: object): number =>
      protocol.read(state, {
        feed: 'dydx',
        raw: Buffer.from(JSON.stringify({ channel: 'v4_trades', id: 'ETH-USD', ...message })),
        receivedAtUs: BigInt(AT_MS) * 1_000n,
      }).reading.observations.length;
    told({ type: 'subscribed', message_id: 1, contents: { trades: [] } });
    expect(told({ type: 'channel_data', message_id: 2, contents: { trades } })).toBe(150);
    expect(told({ type: 'channel_batch_data', message_id: 3, contents: [{ trades }] })).toBe(150);
  });

  it('trades without a count that a new subscription does not reach back to are said missing, and asked for', () => {
    const protocol = dydxProtocol();
    const at = (n: number): string => new Date(AT_MS - 1_000_000 + n * 1_000).toISOString();
    const trade = (n: number) => ({ id: `t${n}`, side: 'BUY', size: '1', price: '3000', createdAt: at(n) });
    const told = (state: DydxSession, first: number, last: number): FrameReading => {
      const trades = Array.from({ length: last - first + 1 }, (_, back) => trade(last - back));
      const message = { type: 'subscribed', message_id: 1, channel: 'v4_trades', id: 'ETH-USD', contents: { trades } };
      return read(state, message);
    };
    const read = (state: DydxSession, message: object): FrameReading =>
      protocol.read(state, {
        feed: 'dydx',
        raw: Buffer.from(JSON.stringify(message)),
        receivedAtUs: BigInt(AT_MS) * 1_000n,
      }).reading;
    const before = protocol.open();
    expect(kinds(told(before, 1, 100))).toEqual([]);
    expect(kinds(told(protocol.open(before), 100, 199))).toEqual([]);
    const { problems, replies } = told(protocol.open(before), 351, 450);
    expect(problems).toEqual([
      {
        kind: 'gap',
        subject: 'v4_trades/ETH-USD',
        detail: 'Expected trades from t100 (1699999100000000 µs) on, began with t351 (1699999351000000 µs).',
      },
    ]);
    const path = '/v4/trades/perpetualMarket/ETH-USD?limit=1000&createdBeforeOrAt=2023-11-14T22:02:31.000Z';
    const question = { path, after: '1699999100000' };
    expect(replies.map((text) => JSON.parse(text) as object)).toEqual([question]);
    const trades = Array.from({ length: 351 }, (_, back) => trade(351 - back));
    const { observations } = read(protocol.open(), { request: question, response: { trades } });
    // From the last one that is known to the first that was told.
    expect(observations.map(({ event }) => (event.value as { tradeId: string }).tradeId)).toEqual(
      Array.from({ length: 252 }, (_, n) => `t${100 + n}`),
    );
  });

  it('a time an hour ahead makes nothing late that comes after it', () => {
    const hear = session();
    const index = (timestamp: number) => ({ index_name: 'btc_usd', price: 100, timestamp });
    const channel = 'deribit_price_index.btc_usd';
    hear(channel, index(AT_MS));
    expect(hear(channel, index(AT_MS + HOUR_MS)).observations).toHaveLength(1);
    expect(kinds(hear(channel, index(AT_MS + 1)))).toEqual([]);
    expect(kinds(hear(channel, index(AT_MS - 1)))).toEqual(['late']);
  });
});
