import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import venueFrames from './suites/venue-frames.ts';
import { checkFacts } from './venueFrames/checkFacts.ts';
import { jsonSlices } from './venueFrames/jsonSlices.ts';
import { Literals, shortest } from './venueFrames/literals.ts';
import { compareTicker } from './venueFrames/tickerFields.ts';
import { venueOfFile } from './venueFrames/venueOfFile.ts';

const recorded = fileURLToPath(new URL('../data/hyperliquid/', import.meta.url));
const cases = fileURLToPath(new URL('../conformance/venues/', import.meta.url));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frames-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(files: Readonly<Record<string, string | Uint8Array>>) {
  const root = await mkdtemp(join(folder, 'of-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return runAt(root);
}

async function runAt(path: string) {
  const lines: string[] = [];
  const outcome = await venueFrames.run([path], (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

const TRADE = {
  channel: 'trades',
  data: [{ coin: 'BTC', side: 'B', px: '69997.0', sz: '0.38', time: 1730160006192, hash: '0x1', tid: 7 }],
};
const TICKER =
  '{"jsonrpc":"2.0","method":"subscription","params":{"channel":"ticker.BTC-PERPETUAL.raw","data":{"timestamp":1789939037426,"state":"open","instrument_name":"BTC-PERPETUAL","mark_price":80837.25,"index_price":80814.49,"current_funding":2.5e-06,"open_interest":787799210,"best_bid_price":80836.5,"best_ask_price":80837.0}}}';

describe('recorded messages of venues', () => {
  it('that are in the repository pass', async () => {
    expect(await runAt(recorded)).toMatchObject({ matched: 2, total: 2, worst: 'none' });
  });

  it('of the conformance cases that nothing is wrong with pass, wherever they stand', async () => {
    const files: Record<string, string> = {};
    for (const venue of ['deribit', 'derive', 'hyperliquid', 'dydx']) {
      for (const name of await readdir(join(cases, venue))) {
        const held = JSON.parse(await readFile(join(cases, venue, name), 'utf8')) as {
          frames: { raw: string; problems?: { kind: string }[] }[];
        };
        const raws = held.frames.filter(({ problems = [] }) => problems.length === 0).map(({ raw }) => raw);
        if (raws.length > 0 && !/hostile/.test(name))
          files[`${venue}/${name.replace('.json', '.ndjson')}`] = raws.join('\n');
      }
    }
    const { matched, total, printed } = await run(files);
    expect(printed.split('\n').filter((line) => /^(?:refused|differs):/.test(line))).toEqual([]);
    expect(matched).toBe(total);
    expect(total).toBeGreaterThan(150);
  });

  it('are read out of lists, wrappers and values over many lines, and known without a name', async () => {
    const pretty = JSON.stringify(TRADE, null, 2);
    const { matched, total } = await run({
      'hyperliquid/list.json': JSON.stringify([TRADE, TRADE]),
      'hyperliquid/wrapped.json': JSON.stringify({ messages: [TRADE, TRADE] }),
      'hyperliquid/pretty.json': `${pretty}\n${pretty}`,
      'a/b/capture.jsonl': `{"channel":"pong"}\n${JSON.stringify(TRADE)}`,
      'deribit/ws_book_delta.json': TICKER,
    });
    expect([matched, total]).toEqual([9, 9]);
  });

  it('are missed where a file that is called after a venue has none', async () => {
    const { matched, total, printed } = await run({
      'deribit/rubbish.json': 'a "b" {c',
      'deribit/cut.json.gz': gzipSync(TICKER).subarray(0, 40),
      'governance/Proposal.sol': 'contract A { string b = "c"; }',
    });
    expect([matched, total]).toEqual([0, 2]);
    expect(printed).toMatch(/unreadable: .*rubbish\.json: Expected JSON/);
    expect(printed).toMatch(/unreadable: .*cut\.json\.gz: /);
    expect(printed).toMatch(/not frames: .*Proposal\.sol: Expected JSON/);
    expect(printed).toContain('none: no message of a venue that is read');
  });

  it('are found in any envelope, behind any time, and several on a line', async () => {
    const line = JSON.stringify(TRADE);
    const text = JSON.stringify(line);
    const { matched, total } = await run({
      'hyperliquid/envelopes.ndjson': `{"received_at":1767225600000,"message":${line}}\n{"recv_ts":1,"data":${line},"a":1,"b":2,"c":3,"d":4,"e":5}\n{"at":"x","body":${text}}`,
      'hyperliquid/times.ndjson': `2026-01-01T00:00:00+00:00 ${line}\n1767225600.123 ${line}\n[1767225600000,${line}]`,
      'hyperliquid/joined.ndjson': `${line}${line}\n${line}`,
      'hyperliquid/list.json': `[{"received_at":1,"message":${line}},{"received_at":2,"message":${text}}]`,
      'hyperliquid/commas.json': `${line},\r\n${line},\r\n`,
      'hyperliquid/mark.json': `\uFEFF${line}\n${line}`,
    });
    expect([matched, total]).toEqual([15, 15]);
  });

  it('are counted where texts are of megabytes, damaged, or no files at all', async () => {
    const line = JSON.stringify(TRADE);
    const long = JSON.stringify({ channel: 'notification', data: { notification: 'x'.repeat(9_000_000) } });
    const root = await mkdtemp(join(folder, 'odd-'));
    await mkdir(join(root, 'hyperliquid'));
    await symlink('.', join(root, 'hyperliquid/loop'));
    await symlink('nowhere', join(root, 'hyperliquid/gone.json'));
    await writeFile(join(root, 'hyperliquid/long.ndjson'), `${long}\n${line}\n{"channel":"trades","da`);
    await writeFile(join(root, 'hyperliquid/empty.ndjson'), '');
    const { matched, total, printed } = await runAt(root);
    expect([matched, total]).toEqual([1, 4]);
    expect(printed).toMatch(/refused: .*long\.ndjson:1: hyperliquid notification: Expected at most 8388608 bytes/);
    expect(printed).toMatch(/not frames: .*long\.ndjson:3: Expected JSON, was none/);
    expect(printed).toMatch(/not frames: .*loop: /);
    expect(printed).toContain('2 files unreadable, 1 texts no messages');
  });

  it('of others that speak alike are not taken for those that are read', async () => {
    const { total, printed } = await run({
      'pacifica.ndjson': '{"channel":"trades","data":[{"s":"SOL","p":"89.8","a":"0.1"}]}',
      'someone.ndjson': '{"channel":"trades","data":[{"s":"SOL","p":"89.8","a":"0.1"}]}',
      'thing.ndjson': '{"jsonrpc":"2.0","method":"subscription","params":{"channel":"ticker.BTC-USD","data":{}}}',
    });
    expect(total).toBe(0);
    expect(printed).toContain('unsupported venue: pacifica, 1 messages');
    expect(printed).toMatch(/not frames: .*someone\.ndjson: of no venue/);
    expect(printed).toMatch(/not frames: .*thing\.ndjson: of no venue/);
  });

  it('of several connections in turn are each of their own', async () => {
    const book = (connection: string, number: number, rest: string) =>
      `{"connection_id":"${connection}","message_id":${number},"channel":"v4_orderbook","id":"ETH-USD",${rest}}`;
    const whole = '"type":"subscribed","contents":{"bids":[{"price":"3000.5","size":"1"}],"asks":[]}';
    const change = '"type":"channel_data","version":"1.0.0","contents":{"bids":[["3001.5","2"]]}';
    const lines = [book('a', 1, whole), book('b', 1, whole), book('a', 2, change), book('b', 2, change)];
    const { matched, total, printed } = await run({ 'dydx-v4.ndjson': lines.join('\n') });
    expect([matched, total]).toEqual([4, 4]);
    // One level each at first, and two after the change.
    expect(printed).toMatch(/^12 numbers of facts/m);
  });

  it('are known by either naming, with the container that they came in', async () => {
    const line = JSON.stringify(TRADE);
    const { matched, total, printed } = await run({
      'hyperliquid_2024-10-29.ndjson': `2024-10-29T00:00:06.1923456Z ${line}\n${line}`,
      'perps/hyperliquid/2024.ndjson.gz': gzipSync(
        JSON.stringify({ localTimestamp: '2024-10-29T00:00:06.192Z', message: TRADE }),
      ),
      'okex-swap/trades.ndjson': '{"arg":{"channel":"trades"},"data":[]}',
      'deribit.ndjson': TICKER,
      'quotes.csv': 'a,b',
    });
    expect([matched, total]).toEqual([4, 4]);
    expect(printed).toContain('unsupported venue: okex-swap, 1 messages');
    expect(printed).toMatch(/not frames: .*quotes\.csv/);
    expect(['dydx-v4.ndjson', 'dydx_v4_recorded/ws.json'].map((path) => venueOfFile(path)?.venue)).toEqual([
      'dydx',
      'dydx',
    ]);
  });

  it('that are refused are named with their line, and fail', async () => {
    const spoilt = JSON.stringify({ ...TRADE, data: [{ ...TRADE.data[0], px: '-1' }] });
    const { matched, total, printed, worst } = await run({
      'hyperliquid.ndjson': `${JSON.stringify(TRADE)}\n${spoilt}`,
    });
    expect([matched, total]).toEqual([1, 2]);
    expect(printed).toMatch(/refused: .*hyperliquid\.ndjson:2: hyperliquid trades: Expected a number above zero in px/);
    expect(worst).toContain('hyperliquid.ndjson:2');
  });

  it('of kinds that no table lists are unsupported by name, and files that can not be read are said', async () => {
    const { matched, total, printed } = await run({
      'hyperliquid.ndjson': '{"channel":"explorerTxs","data":[]}',
      'deribit.json': '\u0000\u0001',
    });
    expect(printed).toMatch(/hyperliquid explorerTxs +0 +0 +1/);
    expect(printed).toMatch(/unreadable: .*deribit\.json/);
    expect([matched, total]).toEqual([0, 1]);
  });
});

describe('the numbers of facts', () => {
  it('are looked for by their digits', () => {
    const literals = new Literals();
    literals.add('{"a":1.500e2,"b":"0.25","c":72.96,"d":"x9.5"}');
    expect(['150', '0.25', '-0.25', '9.5', '0.7296'].map((text) => literals.hasDecimal(text))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect([0.7296, 0.72960001].map((value) => literals.hasDouble(value))).toEqual([true, false]);
    expect(['1e-7', '0010.50', '-0.0'].map(shortest)).toEqual(['0.0000001', '10.5', '0']);
    const fact = { type: 'gimbal.ingestion.v1.IndexObserved', value: { price: '1.51' } } as never;
    expect(checkFacts([fact], literals, '').mismatches).toEqual(['IndexObserved.price 1.51']);
  });

  it('of a ticker stand in the field that bears their name', () => {
    const said = { markPrice: '80837.25', indexPrice: '80837.25', bidPrice: '80836.5' };
    const event = { type: 'gimbal.ingestion.v1.PerpObserved', value: said } as never;
    expect(compareTicker('deribit', 'ticker', TICKER, [event])).toEqual([
      'indexPrice 80837.25 beside index_price 80814.49',
    ]);
  });

  it('are cut out of the raw text, not parsed and written again', () => {
    const { parts } = jsonSlices('{"request": {"a":"},"}, "response": [1.10, {"b":[2e-7]}]}');
    expect(parts.get('response')).toBe('[1.10, {"b":[2e-7]}]');
    expect([...jsonSlices(parts.get('response')!).parts.values()]).toEqual(['1.10', '{"b":[2e-7]}']);
    const escaped = String.raw`{"a\"":"\\\\","b":"\\\"},","c":1}`;
    expect([...jsonSlices(escaped).parts].map(([name, part]) => [name, JSON.parse(part)])).toEqual(
      Object.entries(JSON.parse(escaped) as Record<string, unknown>),
    );
  });
});
