import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestOf } from '../jsonRpcRequest.js';
import type { FrameReading } from '../venueSession.js';
import { deriveProtocol } from './deriveProtocol.js';
import type { DeriveSession } from './deriveSession.js';

const AT_MS = 1_700_000_000_000;
const MINUTE_MS = 60_000;
const ASKED_MS = 5 * MINUTE_MS;
const ROWS = 1_000;

interface Trade {
  readonly id: string;
  readonly timeMs: number;
}

const protocol = deriveProtocol();
const gapsOf = ({ problems }: FrameReading): readonly string[] => problems.map(({ detail }) => detail);
const idsOf = ({ observations }: FrameReading): readonly string[] =>
  observations.map(({ event }) => (event.value as { tradeId: string }).tradeId);

function hear(session: DeriveSession, id: string, result: object, atMs: number): FrameReading {
  const raw = Buffer.from(JSON.stringify({ id, result }));
  return protocol.read(session, { feed: 'derive', raw, receivedAtUs: BigInt(atMs) * 1_000n }).reading;
}

/** What the connector asks at that time. */
const question = (atMs: number): string =>
  `public/get_trade_history?instrument_name=ETH-PERP&from_timestamp=${atMs - ASKED_MS}&page_size=500&page=1`;

/** Derive's answer: the newest first, each once for either side, in pages. */
function answer(trades: readonly Trade[], id: string): object {
  const { params } = requestOf(id)!;
  const number = (name: string, otherwise: number): number => Number(params.get(name) ?? otherwise);
  const [from, to] = [number('from_timestamp', 0), number('to_timestamp', Infinity)];
  const [size, page] = [number('page_size', 100), number('page', 1)];
  const rows = trades
    .filter(({ timeMs }) => timeMs >= from && timeMs <= to)
    .toReversed()
    .flatMap((trade) => [rowOf(trade, 'maker'), rowOf(trade, 'taker')]);
  const pagination = { num_pages: Math.ceil(rows.length / size), count: rows.length };
  return { trades: rows.slice((page - 1) * size, page * size), pagination };
}

function rowOf({ id, timeMs }: Trade, role: 'maker' | 'taker'): object {
  return {
    trade_id: id,
    instrument_name: 'ETH-PERP',
    timestamp: timeMs,
    trade_price: '3000',
    trade_amount: '1',
    mark_price: '3000',
    index_price: '3000',
    direction: role === 'taker' ? 'buy' : 'sell',
    liquidity_role: role,
  };
}

interface Walked {
  readonly told: string[];
  readonly gaps: string[];
  readonly asked: string[];
}

/** Asks what the connector asks, and what each answer leads to, so many of them. */
function ask(session: DeriveSession, trades: readonly Trade[], atMs: number, answersMax = 100): Walked {
  const walked: Walked = { told: [], gaps: [], asked: [] };
  let id: string | undefined = question(atMs);
  while (id !== undefined && walked.asked.length < answersMax) {
    walked.asked.push(id);
    const reading = hear(session, id, answer(trades, id), atMs);
    walked.told.push(...idsOf(reading));
    walked.gaps.push(...gapsOf(reading));
    id = reading.replies.map((text) => (JSON.parse(text) as { id: string }).id)[0];
  }
  return walked;
}

const inRow = (count: number, everyMs: number, fromMs = AT_MS): readonly Trade[] =>
  Array.from({ length: count }, (_, at) => ({ id: `t${at}`, timeMs: fromMs + at * everyMs }));
const pagesOf = ({ asked }: Walked): readonly (string | undefined)[] =>
  asked.map((id) => requestOf(id)!.params.get('page'));

describe("Derive's history of trades", () => {
  it('is read as it is asked for while each answer reaches back to the one before', () => {
    const session = protocol.open();
    const trades = inRow(600, 1_000);
    for (let minute = 1; minute <= 10; minute++) {
      const atMs = AT_MS + minute * MINUTE_MS;
      const { asked, told } = ask(
        session,
        trades.filter(({ timeMs }) => timeMs <= atMs),
        atMs,
      );
      expect(asked).toHaveLength(1);
      expect(told.at(-1)).toBe(`t${Math.min(599, minute * 60)}`);
    }
  });

  it('is asked for from where it was read to after a connection that was away, its oldest page first', () => {
    const before = protocol.open();
    const trades = inRow(1_800, 1_000);
    const closedMs = AT_MS + 5 * MINUTE_MS;
    ask(before, trades.slice(0, 301), closedMs);
    const session = protocol.open(before);
    const walked = ask(session, trades, AT_MS + 30 * MINUTE_MS);
    // 1,501 trades from two minutes before the last answer to two before this one, two rows of each: four pages of a thousand.
    expect(pagesOf(walked)).toEqual(['1', '1', '4', '3', '2', '1']);
    expect(requestOf(walked.asked[1]!)!.params).toEqual(
      new Map([
        ['instrument_name', 'ETH-PERP'],
        ['from_timestamp', `${closedMs - 2 * MINUTE_MS}`],
        ['to_timestamp', `${AT_MS + 28 * MINUTE_MS}`],
        ['page_size', `${ROWS}`],
        ['page', '1'],
      ]),
    );
    expect(walked.gaps).toEqual([]);
    expect(walked.told).toEqual(trades.slice(180, 1_681).map(({ id }) => id));
    // What had yet to settle comes with the next answer.
    expect(ask(session, trades, AT_MS + 31 * MINUTE_MS).told.slice(-119)).toEqual(
      trades.slice(1_681).map(({ id }) => id),
    );
  });

  it('is told whole where trades settle while its pages are read', () => {
    const before = protocol.open();
    ask(before, [], AT_MS);
    const [session, trades, told] = [protocol.open(before), inRow(2_400, 1_000), new Set<string>()];
    let nowMs = AT_MS + 1_600_000;
    const settled = (): readonly Trade[] => trades.filter(({ timeMs }) => timeMs + 30_000 <= nowMs);
    for (let minute = 0; minute < 10; minute++) {
      let id: string | undefined = question(nowMs);
      while (id !== undefined) {
        const reading = hear(session, id, answer(settled(), id), nowMs);
        for (const one of idsOf(reading)) told.add(one);
        id = reading.replies.map((text) => (JSON.parse(text) as { id: string }).id)[0];
        nowMs += 2_000;
      }
      nowMs += MINUTE_MS;
    }
    expect(trades.filter(({ id, timeMs }) => timeMs + 180_000 <= nowMs && !told.has(id))).toEqual([]);
  });

  it('of a busy instrument is read back once, and not while its connection stands', () => {
    const before = protocol.open();
    ask(before, [], AT_MS);
    const [session, trades] = [protocol.open(before), inRow(6_000, 333)];
    const asked = Array.from({ length: 12 }, (_, minute) => {
      const atMs = AT_MS + (20 + minute) * MINUTE_MS;
      return ask(
        session,
        trades.filter(({ timeMs }) => timeMs <= atMs),
        atMs,
      ).asked.length;
    });
    expect(asked.slice(0, 3).every((count) => count > 1)).toBe(true);
    expect(asked.slice(4)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('that was read to a time to come, by a clock that was ahead, is said as a gap and read as at first', () => {
    const session = protocol.open();
    ask(session, [], AT_MS + 60 * MINUTE_MS);
    const { gaps, told } = ask(protocol.open(session), inRow(60, 1_000), AT_MS + MINUTE_MS);
    expect(gaps).toEqual([
      `Expected a history that was read to a time before ${AT_MS + MINUTE_MS}000 µs, was ${AT_MS + 58 * MINUTE_MS}000 µs.`,
    ]);
    expect(told).toHaveLength(60);
  });

  it('is carried as far as it was read', () => {
    const before = protocol.open();
    ask(before, [], AT_MS);
    const carried = protocol.carry!.write(before);
    expect(carried).toBe(`[["ETH-PERP","${AT_MS - 2 * MINUTE_MS}000"]]`);
    const next = protocol.open(protocol.carry!.read(carried));
    // One every two seconds to two minutes before the end: 0, 2, … 1,680 s.
    expect(ask(next, inRow(900, 2_000), AT_MS + 30 * MINUTE_MS).told).toHaveLength(841);
    for (const odd of ['', 'x', '[["ETH-PERP","-1"]]', '[{}]']) {
      expect(protocol.carry!.read(odd).historyReadUs.size).toBe(0);
    }
  });

  it('is told whole and in time, whenever connections end', () => {
    const quarter = fc.record({
      trades: fc.nat({ max: 1_500 }),
      minutes: fc.integer({ min: 1, max: 40 }),
      answers: fc.integer({ min: 0, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(quarter, { minLength: 1, maxLength: 5 }), (quarters) => {
        const made: Trade[] = [];
        const told = new Set<string>();
        let [session, nowMs] = [protocol.open(), AT_MS];
        ask(session, made, nowMs);
        for (const { answers, minutes, trades } of quarters) {
          const fromMs = nowMs + 1;
          nowMs += minutes * MINUTE_MS;
          for (let at = 0; at < trades; at++) {
            made.push({ id: `${nowMs}/${at}`, timeMs: fromMs + Math.floor((at * (nowMs - fromMs)) / trades) });
          }
          session = protocol.open(session);
          // As many answers come as come before the connection ends.
          for (const id of ask(session, made, nowMs, answers).told) told.add(id);
        }
        session = protocol.open(session);
        const last = ask(session, made, nowMs + MINUTE_MS);
        const settled = ask(session, made, nowMs + 4 * MINUTE_MS);
        const toldLast = [...last.told, ...settled.told];
        for (const id of toldLast) told.add(id);
        expect([...last.gaps, ...settled.gaps]).toEqual([]);
        expect(told.size).toBe(made.length);
        const place = new Map(made.map(({ id }, at) => [id, at] as const));
        const places = [...new Set(toldLast)].map((id) => place.get(id)!);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
      { numRuns: 15 },
    );
  });

  it('beyond the bound is told from there on, and what is left of it said', () => {
    const before = protocol.open();
    ask(before, [], AT_MS);
    const trades = inRow(12_000, 100);
    const walked = ask(protocol.open(before), trades, AT_MS + 20 * MINUTE_MS);
    expect(walked.gaps).toEqual([`Expected at most 20 pages of trades from ${AT_MS - 2 * MINUTE_MS} ms on, were 22.`]);
    // 10,801 trades to two minutes before the end, of which the newest 10,000 are told.
    expect(walked.told).toEqual(trades.slice(801, 10_801).map(({ id }) => id));
    expect(walked.asked).toHaveLength(22);
  });

  it('is asked for anew where a page was lost, and waits while it may come', () => {
    const before = protocol.open();
    ask(before, [], AT_MS);
    const [session, trades, atMs] = [protocol.open(before), inRow(1_200, 1_000), AT_MS + 20 * MINUTE_MS];
    // The last page that was asked for doesn't come.
    const [, , lost = ''] = ask(session, trades, atMs, 3).asked;
    expect(requestOf(lost)!.params.get('page')).toBe('3');
    expect(ask(session, trades, atMs + MINUTE_MS)).toEqual({
      told: [],
      gaps: [],
      asked: [question(atMs + MINUTE_MS)],
    });
    const again = ask(session, trades, atMs + 4 * MINUTE_MS);
    expect(again.told.length).toBeGreaterThan(1_000);
    // What comes after all was asked for by nobody any more, and is taken for what it is.
    expect(idsOf(hear(session, lost, answer(trades, lost), atMs + 4 * MINUTE_MS)).length).toBeGreaterThan(0);
    const next = protocol.open(session);
    ask(next, trades, atMs + 60 * MINUTE_MS, 1);
    expect(hear(next, lost, answer(trades, lost), atMs + 60 * MINUTE_MS)).toMatchObject({
      observations: [],
      replies: [],
    });
  });

  it('that was asked for without a page, as older journals have it, is told as it was', () => {
    const before = protocol.open();
    ask(before, [], AT_MS);
    const [trades, atMs] = [inRow(1_200, 1_000), AT_MS + 20 * MINUTE_MS];
    const older = question(atMs).replace('&page=1', '');
    const { observations, problems, replies } = hear(protocol.open(before), older, answer(trades, older), atMs);
    expect([observations.length, problems, replies]).toEqual([250, [], []]);
  });

  it('says a page that cannot be read, and goes on with the next', () => {
    const before = protocol.open();
    ask(before, [], AT_MS);
    const [session, trades, atMs] = [protocol.open(before), inRow(1_200, 1_000), AT_MS + 20 * MINUTE_MS];
    const page = ask(session, trades, atMs, 2).asked[1]!.replace(/page=1$/, 'page=3');
    const odd = hear(session, page, { trades: [{ instrument_name: 'ETH-PERP' }], pagination: { num_pages: 3 } }, atMs);
    expect(odd.problems).toMatchObject([{ kind: 'refused' }]);
    expect(odd.replies).toHaveLength(1);
    expect(odd.replies[0]).toContain('"page":2');
  });
});
