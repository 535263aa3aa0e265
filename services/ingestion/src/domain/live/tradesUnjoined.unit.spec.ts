import { isEvent } from '@gimbal/contracts';
import { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import { TradeObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { describe, expect, it } from 'vitest';
import { drive } from '../../ingestion.scenario.js';
import { feedCatalogue } from '../feedCatalogue.js';
import type { FeedDescription } from '../feedDescription.js';
import type { FrameControl } from '../rawFrame.js';
import { createSessionReader } from '../venues/sessionReader.js';

const at = (second: number): bigint => BigInt(second) * 1_000_000n;
const feedOf = (id: string, venue = 'hyperliquid'): FeedDescription => ({
  id,
  decoder: 'venue-session',
  venue,
  staleAfterSeconds: null,
  assumed: null,
});
const trade = (tid: number, coin: string): string =>
  `{"coin":"${coin}","side":"B","px":"1800.0","sz":"1.0","time":${tid * 1_000},"tid":${tid}}`;
const trades = (tids: readonly number[], coin = 'ETH'): string =>
  `{"channel":"trades","data":[${tids.map((tid) => trade(tid, coin)).join()}]}`;
const recent = (...tids: readonly number[]): string =>
  `{"request":{"type":"recentTrades","coin":"ETH"},"response":[${tids.map((tid) => trade(tid, 'ETH')).join()}]}`;

/** Each trade is named for the second of its time. */
function live() {
  const feeds = [feedOf('socket'), feedOf('rest')];
  const driven = drive(feeds);
  const reader = createSessionReader(feedCatalogue(feeds));
  let session = 0;
  const step = (second: number, text: string, feed: string, control?: FrameControl) => {
    const frame = { feed, raw: Buffer.from(text), receivedAtUs: at(second), ...(control && { control }) };
    const said = driven.step(at(second), [reader.read(frame)]);
    return {
      gaps: said.flatMap((event) => (isEvent(event, FeedGapDetected) ? [event.value] : [])),
      trades: said.flatMap((event) => (isEvent(event, TradeObserved) ? [event.value.tradeId] : [])),
    };
  };
  return {
    told: (second: number, text: string) => step(second, text, 'socket'),
    answered: (second: number, text: string) => step(second, text, 'rest'),
    connect: (second: number) =>
      step(second, '', 'socket', { kind: 'connected', connector: 'socket', session: ++session, endpoint: 'venue' }),
  };
}

const SERIES = 'trades|hyperliquid|perp:hyperliquid:ETH-USD';

describe('trades that the venue does not count', () => {
  it('are said to have a gap where a connection does not join the one before', () => {
    const { connect, told } = live();
    connect(9);
    expect(told(12, trades([10, 11])).gaps).toEqual([]);
    expect(told(13, trades([13])).gaps).toEqual([]);
    connect(20);
    expect(told(21, trades([21])).gaps).toEqual([
      { feed: 'socket', expected: `${SERIES}: what follows 13`, found: `${SERIES}: 21` },
    ]);
    expect(told(22, trades([22])).gaps).toEqual([]);
  });

  it('join where the first message of a connection repeats one that is known', () => {
    const { connect, told } = live();
    connect(9);
    told(12, trades([10, 11]));
    connect(20);
    expect(told(21, trades([11, 15, 20]))).toEqual({ gaps: [], trades: ['15', '20'] });
  });

  it('are filled from the answer to a question, which has to join as well', () => {
    const { answered, connect, told } = live();
    connect(9);
    told(12, trades([10, 11]));
    connect(20);
    expect(answered(21, recent(20, 15, 11))).toEqual({ gaps: [], trades: expect.arrayContaining(['15', '20']) });
    connect(40);
    expect(answered(41, recent(40, 39)).gaps).toEqual([
      { feed: 'rest', expected: `${SERIES}: what follows 20`, found: `${SERIES}: 39` },
    ]);
  });

  it('of each instrument stand for themselves', () => {
    const { connect, told } = live();
    connect(9);
    told(12, trades([10]));
    connect(20);
    expect(told(21, trades([21], 'BTC')).gaps).toEqual([]);
    expect(told(22, trades([22])).gaps).toHaveLength(1);
  });
});

describe('the trades that a subscription to dYdX begins with', () => {
  it('are said to have a gap before them where none of them is known', () => {
    const feed = feedOf('socket', 'dydx');
    const driven = drive([feed]);
    const reader = createSessionReader(feedCatalogue([feed]));
    const row = (second: number): string =>
      `{"id":"t${second}","side":"BUY","size":"1","price":"1800","type":"LIMIT","createdAt":"${new Date(second * 1_000).toISOString()}"}`;
    const snapshot = (second: number, ...seconds: readonly number[]) => {
      const text = `{"type":"subscribed","connection_id":"c","message_id":${second},"channel":"v4_trades","id":"ETH-USD","contents":{"trades":[${seconds.map(row).join()}]}}`;
      const said = driven.step(at(second), [
        reader.read({ feed: 'socket', raw: Buffer.from(text), receivedAtUs: at(second) }),
      ]);
      return said.flatMap((event) => (isEvent(event, FeedGapDetected) ? [event.value.expected] : []));
    };
    expect(snapshot(10, 9, 8)).toEqual([]);
    reader.reset();
    expect(snapshot(20, 18, 9)).toEqual([]);
    reader.reset();
    expect(snapshot(30, 29, 28)).toEqual(['trades|dydx|perp:dydx:ETH-USD: what follows t18']);
  });
});
