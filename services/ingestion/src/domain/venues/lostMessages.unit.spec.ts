import { describe, expect, it } from 'vitest';
import { deribitProtocol } from './deribit/deribitProtocol.js';
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
