import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameReading } from '../venueSession.js';
import { dydxProtocol } from './dydxProtocol.js';

const AT_MS = 1_700_000_000_000;
const LIMIT = 1_000;

interface Trade {
  readonly id: string;
  readonly timeMs: number;
}

/** An answer of the indexer: the newest of those up to a time, newest first. */
type Indexer = (untilMs: number, limit: number) => readonly Trade[];

const indexerOf =
  (trades: readonly Trade[]): Indexer =>
  (untilMs, limit) =>
    trades
      .filter(({ timeMs }) => timeMs <= untilMs)
      .slice(-limit)
      .toReversed();

interface Filled {
  readonly told: readonly string[];
  readonly times: readonly bigint[];
  readonly gaps: readonly string[];
  readonly questions: readonly string[];
}

function read(message: object): FrameReading {
  const protocol = dydxProtocol();
  const raw = Buffer.from(JSON.stringify(message));
  return protocol.read(protocol.open(), { feed: 'dydx/rest', raw, receivedAtUs: BigInt(AT_MS) * 1_000n }).reading;
}

/** Asks, and asks what each answer leads to, each answer read by a session that knows nothing of the ones before. */
function fill(indexer: Indexer, afterMs: number, untilMs: number): Filled {
  const [told, times, gaps, questions]: [string[], bigint[], string[], string[]] = [[], [], [], []];
  const path = `/v4/trades/perpetualMarket/ETH-USD?limit=${LIMIT}&createdBeforeOrAt=${new Date(untilMs).toISOString()}`;
  const first = { path, after: `${afterMs}` };
  let question: { readonly path: string } | undefined = first;
  while (question !== undefined && questions.length < 100) {
    questions.push(question.path);
    const asked = new URL(question.path, 'http://venue').searchParams;
    const trades = indexer(Date.parse(asked.get('createdBeforeOrAt')!), Number(asked.get('limit'))).map((trade) => ({
      id: trade.id,
      side: 'BUY',
      size: '1',
      price: '3000',
      createdAt: new Date(trade.timeMs).toISOString(),
    }));
    const { observations, problems, replies } = read({ request: question, response: { trades } });
    told.push(...observations.map(({ event }) => (event.value as { tradeId: string }).tradeId));
    times.push(...observations.map(({ observedAtUs }) => observedAtUs));
    gaps.push(...problems.map(({ detail }) => detail));
    question = replies.map((text) => JSON.parse(text) as { path: string })[0];
  }
  return { told, times, gaps, questions };
}

const inRow = (count: number, everyMs = 10): readonly Trade[] =>
  Array.from({ length: count }, (_, at) => ({ id: `t${at}`, timeMs: AT_MS + at * everyMs }));

describe('a hole in the trades of a market', () => {
  it('is walked back through and told from its beginning, page after page', () => {
    const trades = inRow(2_600);
    const { gaps, questions, told } = fill(indexerOf(trades), AT_MS, AT_MS + 25_000);
    expect(gaps).toEqual([]);
    // t0 is the last that was known, t2500 the first that was told again.
    expect(told).toEqual(trades.slice(0, 2_501).map(({ id }) => id));
    // Answers begin at t2500, t1501 and t502, and then again at t1501 and t2500.
    expect(questions.map((path) => /createdBeforeOrAt=(.*)$/.exec(path)![1])).toEqual(
      [2_500, 1_501, 502, 1_501, 2_500].map((at) => new Date(AT_MS + at * 10).toISOString()),
    );
  });

  it('is told whole, each trade once and in time, however many share a time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 300 }), { minLength: 2, maxLength: 60 }), (blocks) => {
        // A block's trades have its time, and a border of two answers may lie within them.
        const trades = blocks.flatMap((count, block) =>
          Array.from({ length: count }, (_, at) => ({ id: `${block}/${at}`, timeMs: AT_MS + block * 1_000 })),
        );
        const [afterMs, untilMs] = [AT_MS, AT_MS + (blocks.length - 1) * 1_000];
        const { gaps, told, times } = fill(indexerOf([{ id: 'last', timeMs: afterMs }, ...trades]), afterMs, untilMs);
        expect(gaps).toEqual([]);
        expect(new Set(told)).toEqual(new Set(['last', ...trades.map(({ id }) => id)]));
        expect(told).toHaveLength(trades.length + 1);
        expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      }),
      { numRuns: 15, examples: [[[77, 150, 99, 284, 230, 160, 125, 228, 214, 68, 205]]] },
    );
  });

  it('beyond the bound is told from there on, and what is left of it said', () => {
    const trades = inRow(25_000);
    const { gaps, questions, told } = fill(indexerOf(trades), AT_MS, AT_MS + 24_999 * 10);
    // Twenty answers of a thousand, each of which repeats one of the next: from t5019 on.
    expect(questions).toHaveLength(39);
    expect(told).toEqual(trades.slice(24_999 - 20 * 999).map(({ id }) => id));
    expect(gaps).toEqual([
      `Expected trades from ${AT_MS}000 µs on, began at ${AT_MS + (24_999 - 20 * 999) * 10}000 µs.`,
    ]);
  });

  it('ends where an answer comes no further', () => {
    const same = Array.from({ length: LIMIT }, (_, at) => ({ id: `t${at}`, timeMs: AT_MS + 5_000 }));
    const stuck = fill(() => same, AT_MS, AT_MS + 5_000);
    expect(stuck.questions).toHaveLength(1);
    expect(stuck.told).toHaveLength(LIMIT);
    expect(stuck.gaps).toHaveLength(1);
    // One that doesn't know the parameter answers with the newest again.
    const newest = inRow(5_000).slice(-LIMIT).toReversed();
    expect(fill(() => newest, AT_MS, AT_MS + 60_000).questions.length).toBeLessThan(5);
  });

  it('that the venue has forgotten is said', () => {
    expect(fill(() => [], AT_MS, AT_MS + 5_000)).toMatchObject({
      told: [],
      gaps: [`Expected trades from ${AT_MS}000 µs on, was told none.`],
    });
    const short = fill(indexerOf(inRow(2_600).slice(600)), AT_MS, AT_MS + 25_990);
    expect(short.told).toHaveLength(2_000);
    expect(short.gaps).toEqual([`Expected trades from ${AT_MS}000 µs on, began at ${AT_MS + 6_000}000 µs.`]);
  });

  it('that was asked for without a time, as older journals have it, is told as it was', () => {
    const trades = Array.from({ length: LIMIT }, (_, at) => ({
      id: `t${at}`,
      side: 'BUY',
      size: '1',
      price: '3000',
      createdAt: new Date(AT_MS + at * 10).toISOString(),
    }));
    const path = `/v4/trades/perpetualMarket/ETH-USD?limit=${LIMIT}`;
    const { observations, problems, replies } = read({
      request: { path, after: `${AT_MS - 5_000}` },
      response: { trades },
    });
    expect([observations.length, problems, replies]).toEqual([LIMIT, [], []]);
  });

  it('is not asked for by more pages than there may be, however a message came by them', () => {
    const request = {
      path: `/v4/trades/perpetualMarket/ETH-USD?limit=${LIMIT}&createdBeforeOrAt=${new Date(AT_MS).toISOString()}`,
      after: '1',
      from: '1',
      passed: Array.from({ length: 20 }, (_, at) => `${AT_MS + at}`),
    };
    const { observations, problems, replies } = read({ request, response: { trades: [] } });
    expect([observations, replies]).toEqual([[], []]);
    expect(problems).toMatchObject([{ kind: 'refused', detail: 'Expected fewer than 20 times in passed, was "20".' }]);
  });

  it('is neither said nor asked for by a snapshot that is refused', () => {
    const protocol = dydxProtocol();
    const session = protocol.open();
    let messageId = 0;
    const hear = (type: string, timeMs: number, side: string): FrameReading => {
      const trade = { id: `${timeMs}`, side, size: '1', price: '3000', createdAt: new Date(timeMs).toISOString() };
      const about = { type, channel: 'v4_trades', id: 'ETH-USD', message_id: messageId++ };
      const raw = Buffer.from(JSON.stringify({ ...about, contents: { trades: [trade] } }));
      return protocol.read(session, { feed: 'dydx', raw, receivedAtUs: BigInt(AT_MS) * 1_000n }).reading;
    };
    hear('subscribed', AT_MS - 7_200_000, 'BUY');
    const refused = hear('subscribed', AT_MS - 3_600_000, 'X');
    expect([refused.replies, refused.problems.map(({ kind }) => kind)]).toEqual([[], ['refused']]);
    // The next one that is read shows the hole, and asks for it.
    const shown = hear('subscribed', AT_MS - 3_600_000, 'BUY');
    expect([shown.replies.length, shown.problems.map(({ kind }) => kind)]).toEqual([1, ['gap']]);
  });

  it('is not told from a question that is none, nor from an answer that cannot be read', () => {
    const path = '/v4/trades/perpetualMarket/ETH-USD?limit=1000';
    const trade = { id: 't', side: 'BUY', size: '1', price: '3000', createdAt: new Date(AT_MS).toISOString() };
    for (const odd of [
      { after: 'x' },
      { after: '1', passed: 'x' },
      { after: '1', passed: [{}] },
      { after: '1', from: [] },
    ]) {
      const { observations, problems, replies } = read({ request: { path, ...odd }, response: { trades: [trade] } });
      expect([observations, replies]).toEqual([[], []]);
      expect(problems).toMatchObject([{ kind: 'refused' }]);
    }
    const bad = Array.from({ length: LIMIT }, () => ({ ...trade, price: '-1' }));
    const { problems, replies } = read({ request: { path, after: '1' }, response: { trades: bad } });
    expect([problems.map(({ kind }) => kind), replies]).toEqual([['refused'], []]);
  });
});
