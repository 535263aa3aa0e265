import { describe, expect, it } from 'vitest';
import { createSessionReader } from '../../domain/venues/sessionReader.js';
import { feedCatalogue } from '../../domain/feedCatalogue.js';
import type { FeedDescription } from '../../domain/feedDescription.js';
import { deribitFills } from './deribit/deribitFills.js';
import { deriveFills } from './derive/deriveFills.js';
import { fillsPoll as dydxFills } from './dydx/dydxRequests.js';
import { fillsPoll as hyperliquidFills } from './hyperliquid/hyperliquidRequests.js';

const DAY = 86_400_000;
const NOW = 1_700_000_000_000;
const OVERLAP = 120_000;
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('fills of Hyperliquid', () => {
  const startOf = (asked: string): number => (JSON.parse(asked) as { startTime: number }).startTime;

  it('are asked for since the last answer, and page by page where an answer may be cut', () => {
    const poll = hyperliquidFills('0xa');
    expect(startOf(poll.question(NOW).asked)).toBe(NOW - DAY);
    const full = Array.from({ length: 2_000 }, (_, at) => ({ time: NOW - DAY + at }));
    expect(poll.answered?.(bytes(full))).toBe(true);
    expect(startOf(poll.question(NOW + 1_000).asked)).toBe(NOW - DAY + 1_999);
    expect(poll.answered?.(bytes([{ time: NOW - 5 }]))).toBe(false);
    // The first page was asked for at NOW.
    expect(startOf(poll.question(NOW + 60_000).asked)).toBe(NOW - OVERLAP);
  });

  it('are asked for anew from the same time while nothing answers, and what cannot be read is no answer', () => {
    const poll = hyperliquidFills('0xa');
    poll.question(NOW);
    poll.answered?.(bytes([]));
    expect(startOf(poll.question(NOW + DAY).asked)).toBe(NOW - OVERLAP);
    for (const odd of [{ error: 1 }, [null], [{ time: {} }], 'x']) expect(poll.answered?.(bytes(odd))).toBe(false);
    expect(poll.answered?.(new Uint8Array([0xff]))).toBe(false);
    expect(startOf(poll.question(NOW + 2 * DAY).asked)).toBe(NOW - OVERLAP);
  });

  it('of one millisecond end a question, however many they are', () => {
    const poll = hyperliquidFills('0xa');
    poll.question(NOW);
    expect(poll.answered?.(bytes(Array.from({ length: 2_000 }, () => ({ time: NOW - DAY }))))).toBe(false);
  });
});

describe('fills of dYdX', () => {
  const page = (newestMs: number, count = 100) => ({
    fills: Array.from({ length: count }, (_, at) => ({ createdAt: new Date(newestMs - at * 1_000).toISOString() })),
  });

  it('are asked for page by page, down to the last answer', () => {
    const poll = dydxFills('address=a&subaccountNumber=0');
    const path = (nowMs: number): string => poll.question(nowMs).request.path;
    expect(path(NOW)).toBe('/v4/fills?address=a&subaccountNumber=0&limit=100');
    expect(poll.answered?.(bytes(page(NOW)))).toBe(true);
    // 99 rows after the newest, one a second.
    expect(path(NOW)).toMatch(new RegExp(`&createdBeforeOrAt=${new Date(NOW - 99_000).toISOString()}$`));
    expect(poll.answered?.(bytes(page(NOW - 99_000, 3)))).toBe(false);
    expect(path(NOW + 60_000)).not.toContain('createdBeforeOrAt');
    // A page that reaches back beyond what was answered before is the last one.
    expect(poll.answered?.(bytes(page(NOW - 60_000)))).toBe(false);
  });

  it('end at a page that comes no further', () => {
    const poll = dydxFills('q');
    const same = (count: number) => ({
      fills: Array.from({ length: count }, () => ({ createdAt: new Date(NOW).toISOString() })),
    });
    poll.question(NOW);
    expect(poll.answered?.(bytes(same(100)))).toBe(true);
    expect(poll.question(NOW).request.path).toContain('limit=1000&');
    expect(poll.answered?.(bytes(same(1_000)))).toBe(false);
  });
});

const feed = (venue: string): FeedDescription => ({
  id: 'f',
  decoder: 'venue-session',
  venue,
  account: 'desk',
  staleAfterSeconds: null,
  assumed: null,
});
function readingOf(venue: string, text: string) {
  const reader = createSessionReader(feedCatalogue([feed(venue)]));
  const { replies = [], problems = [] } =
    reader.read({ feed: 'f', raw: Buffer.from(text), receivedAtUs: BigInt(NOW) * 1_000n }).reading ?? {};
  return { replies: replies.map((reply) => JSON.parse(reply) as { params: unknown }), problems };
}

describe('fills of Deribit', () => {
  const starts = (requests: readonly string[]): readonly unknown[] =>
    requests.map((text) => (JSON.parse(text) as { params: { start_timestamp: number } }).params.start_timestamp);
  const idOf = (request: string): string => (JSON.parse(request) as { id: string }).id;

  it('are asked for by currency, each since its own last answer', () => {
    const fills = deribitFills();
    const [btc = ''] = fills.requests(NOW);
    expect(starts(fills.requests(NOW))).toEqual([NOW - DAY, NOW - DAY, NOW - DAY]);
    fills.heard(`{"id":"${idOf(btc)}","result":{"trades":[],"has_more":true}}`);
    expect(starts(fills.requests(NOW))).toEqual([NOW - DAY, NOW - DAY, NOW - DAY]);
    fills.heard(`{"id":"${idOf(btc)}","result":{"trades":[],"has_more":false}}`);
    expect(starts(fills.requests(NOW + DAY))).toEqual([NOW - OVERLAP, NOW + DAY - DAY, NOW + DAY - DAY]);
  });

  const answer = (hasMore: boolean, ...times: readonly number[]): string =>
    `{"id":"private/get_user_trades_by_currency?currency=USDC&start_timestamp=${NOW}&count=2&sorting=asc","result":{"trades":[${times
      .map(
        (timestamp) =>
          `{"trade_id":"t${timestamp}","order_id":"o","timestamp":${timestamp},"price":1800,"instrument_name":"ETH_USDC-PERPETUAL","direction":"sell","amount":1}`,
      )
      .join()}],"has_more":${hasMore}}}`;

  it('go on with the next page, which begins where the last one ended', () => {
    const { problems, replies } = readingOf('deribit', answer(true, NOW + 1, NOW + 7));
    expect(problems).toEqual([]);
    expect(replies).toMatchObject([
      { params: { currency: 'USDC', start_timestamp: NOW + 7, count: 2, sorting: 'asc' } },
    ]);
    expect(readingOf('deribit', answer(false, NOW + 1)).replies).toEqual([]);
  });

  it('say a gap where the next page would be the same', () => {
    const { problems, replies } = readingOf('deribit', answer(true, NOW, NOW));
    expect(replies).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'gap' }]);
  });
});

describe('fills of Derive', () => {
  const answer = (page: number, pages: number, subaccount = 42): string =>
    `{"id":"private/get_trade_history?subaccount_id=${subaccount}&from_timestamp=${NOW}&page_size=500&page=${page}","result":{"subaccount_id":${subaccount},"trades":[],"pagination":{"num_pages":${pages},"count":1}}}`;

  it('are asked for by sub-account, each since its own last answer', () => {
    const fills = deriveFills([42, 43]);
    const starts = (nowMs: number): readonly number[] =>
      fills
        .requests(nowMs)
        .map((text) => (JSON.parse(text) as { params: { from_timestamp: number } }).params.from_timestamp);
    expect(starts(NOW)).toEqual([NOW - DAY, NOW - DAY]);
    fills.heard(answer(1, 2));
    expect(starts(NOW)).toEqual([NOW - DAY, NOW - DAY]);
    fills.heard(answer(2, 2));
    expect(starts(NOW + DAY)).toEqual([NOW - OVERLAP, NOW]);
  });

  it('go on with the next page until the last, and no further than a hundred', () => {
    expect(readingOf('derive', answer(1, 3)).replies).toMatchObject([
      { params: { subaccount_id: 42, from_timestamp: NOW, page_size: 500, page: 2 } },
    ]);
    expect(readingOf('derive', answer(3, 3)).replies).toEqual([]);
    expect(readingOf('derive', answer(1, 0)).replies).toEqual([]);
    expect(readingOf('derive', answer(100, 200))).toMatchObject({ replies: [], problems: [{ kind: 'gap' }] });
  });
});
