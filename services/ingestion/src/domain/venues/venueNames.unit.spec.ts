import { isEvent } from '@gimbal/contracts';
import { TradeObserved, VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import { drive } from '../../ingestion.scenario.js';
import { feedCatalogue } from '../feedCatalogue.js';
import type { FeedDescription } from '../feedDescription.js';
import { createSessionReader } from './sessionReader.js';

const FEED: FeedDescription = {
  id: 'socket',
  decoder: 'venue-session',
  venue: 'hyperliquid',
  account: 'desk',
  staleAfterSeconds: null,
  assumed: null,
};
const AT_MS = 1_700_000_000_000;

/** What a message comes to, a second after the one before it: trades, orders and what was quarantined. */
function session(): (text: string) => readonly [trades: number, orders: number, quarantined: number] {
  const driven = drive([FEED]);
  const reader = createSessionReader(feedCatalogue([FEED]));
  let receivedAtUs = BigInt(AT_MS) * 1_000n;
  return (text) => {
    receivedAtUs += 1_000_000n;
    const said = driven.step(receivedAtUs, [reader.read({ feed: FEED.id, raw: Buffer.from(text), receivedAtUs })]);
    const of = (type: typeof TradeObserved | typeof VenueOrderObserved | typeof RecordQuarantined): number =>
      said.filter((event) => isEvent(event, type as typeof TradeObserved)).length;
    return [of(TradeObserved), of(VenueOrderObserved), of(RecordQuarantined)];
  };
}

const trades = (timeMs: number, from: number, count: number): string =>
  JSON.stringify({
    channel: 'trades',
    data: Array.from({ length: count }, (_, n) => ({
      coin: 'ETH',
      side: 'B',
      px: '1800.0',
      sz: '1.0',
      time: timeMs,
      hash: '0x1',
      tid: from + n,
    })),
  });

describe('the names that are remembered', () => {
  it('are of whole times: all trades of a block are said, however many, and once', () => {
    const hear = session();
    expect(hear(trades(AT_MS, 0, 400))).toEqual([400, 0, 0]);
    expect(hear(trades(AT_MS, 400, 200))).toEqual([200, 0, 0]);
    expect(hear(trades(AT_MS, 0, 600))).toEqual([0, 0, 0]);
    // 256 later ones push the block out, whole.
    expect(hear(trades(AT_MS + 1, 600, 256))).toEqual([256, 0, 0]);
    expect(hear(trades(AT_MS, 0, 600))).toEqual([0, 0, 1]);
    expect(hear(trades(AT_MS + 1, 600, 256))).toEqual([0, 0, 0]);
  });

  it('are bounded where all share a time', () => {
    const hear = session();
    expect(hear(trades(AT_MS, 0, 2_400))).toEqual([256 + 2_048 + 1, 0, 1]);
  });

  it('of orders are as many as a list of all that are open has', () => {
    const hear = session();
    const orders = Array.from({ length: 1_000 }, (_, n) => ({
      coin: 'ETH',
      side: 'B',
      limitPx: '1800.0',
      sz: '1.0',
      oid: n,
      timestamp: AT_MS - 100_000 + n,
      origSz: '1.0',
    }));
    const data = { dex: '', user: '0x1111111111111111111111111111111111111111', orders };
    const list = JSON.stringify({ channel: 'openOrders', data });
    expect(hear(list)).toEqual([0, 1_000, 0]);
    expect(hear(list)).toEqual([0, 0, 0]);
  });
});
