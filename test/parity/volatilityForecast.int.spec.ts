import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../seededRandom.ts';
import { ParityInputError } from './paritySuite.ts';
import volatilityForecast from './suites/volatility-forecast.ts';
import { parseCandles } from './volatilityForecast/candleFile.ts';
import { readTimeMs } from './volatilityForecast/readTimeMs.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2023, 0, 1);
const HEADER = 'timestamp,open,high,low,close,volume';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...paths: string[]) {
  const lines: string[] = [];
  const outcome = await volatilityForecast.run(paths, (line) => lines.push(line));
  return { ...outcome, printed: lines.join('\n') };
}

async function write(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  const text = lines.join('\n');
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

/** Rows of hours whose size follows `sizeOf(day, random)`, up or down by chance or in turn. */
function hourlyRows(days: number, sizeOf: (day: number, random: () => number) => number, inTurn = false): string[] {
  const random = seededRandom(11);
  let close = 1500;
  let size = 0;
  return Array.from({ length: 24 * days }, (_, hour) => {
    if (hour % 24 === 0) size = sizeOf(hour / 24, random);
    const open = close;
    const up = inTurn ? hour % 2 === 0 : random() < 0.5;
    close = open * Math.exp((up ? size : -size) * (inTurn ? 1 : 2 * random()));
    const time = new Date(START_MS + hour * HOUR_MS).toISOString().replace('T', ' ').replace('.000Z', '+00:00');
    return [time, open, Math.max(open, close), Math.min(open, close), close, 10].join(',');
  });
}

/** A volatility that wanders about its mean, with days that have nothing to do with those before: what HAR is made for. */
function wandering(): (day: number, random: () => number) => number {
  let slow = 0;
  return (_, random) => {
    slow = 0.95 * slow + 0.3 * (random() - 0.5);
    return 0.005 * Math.exp(slow + 0.8 * (random() - 0.5));
  };
}

/** What the fit learns, that days take turns, ends where the forecasts begin; from there yesterday is a perfect forecast. */
const turnsThenStill = (day: number): number => (day >= 113 ? 0.001 : day % 2 === 0 ? 0.004 : 0.008);

describe('the volatility-forecast suite', () => {
  it('finds that HAR beats yesterday where volatility wanders, whatever the order of the rows', async () => {
    const rows = hourlyRows(300, wandering());
    const path = await write('wandering.csv.gz', [HEADER, ...rows]);
    const { matched, total, worst, printed } = await run(path);
    expect([matched, total]).toEqual([1, 1]);
    expect(worst).toContain('wandering.csv.gz');
    expect(printed).toContain('7200 candles of 3600 s, 100.00 % covered, 0 missing, oldestFirst');
    expect(printed).toMatch(/log, 1 day +187 /);
    await write('wandering.csv.gz', [HEADER, ...rows.toReversed(), rows[100]!]);
    const reversed = await run(path);
    expect(reversed.worst).toBe(worst);
    expect(reversed.printed).toContain('left out: 1 duplicate');
  });

  it('prints what numpy gets from walking through the same file', async () => {
    const data = fileURLToPath(new URL('../data/volatility/', import.meta.url));
    const reference = JSON.parse(await readFile(join(data, 'reference.json'), 'utf8')) as {
      made: Record<string, number>;
    };
    const { days, har, yesterday, againstYesterday, monthMean, againstMonthMean } = reference.made;
    const { matched, total, worst, printed } = await run(data);
    expect([matched, total]).toEqual([1, 1]);
    expect(worst).toContain(`${(har! / yesterday!).toFixed(3)} of yesterday's`);
    const losses = [har, yesterday, monthMean].map((loss) => loss!.toFixed(4));
    const statistics = [againstYesterday, againstMonthMean].map((statistic) => statistic!.toFixed(2));
    const row = [days, losses[0], losses[1], statistics[0], losses[2], statistics[1], 0].join(' +');
    expect(printed).toMatch(new RegExp(`log, 1 day +${row}\n`));
  });

  it('falls short where yesterday is the better forecast', async () => {
    const path = await write('still.csv', [HEADER, ...hourlyRows(300, turnsThenStill, true)]);
    const { matched, total, worst } = await run(path);
    expect([matched, total]).toEqual([0, 1]);
    expect(Number.parseFloat(worst)).toBeGreaterThan(1);
  });

  it('names files that are too short or too coarse, and does not count them', async () => {
    await mkdir(join(folder, 'below'));
    const rows = hourlyRows(100, wandering());
    await write('below/short.csv', [HEADER, ...rows]);
    await write('below/daily.csv', [HEADER, ...rows.filter((_, hour) => hour % 24 === 0)]);
    const { matched, total, worst, printed } = await run(folder);
    expect([matched, total, worst]).toEqual([0, 0, 'none']);
    expect(printed).toContain('below/daily.csv: not counted. Expected a whole part of a day of at most 14400 s');
    expect(printed).toContain(
      'too short, not counted. Expected at least 30 forecasts out of sample, found 0 in 100 days',
    );
  });

  it('counts the bad rows of a file by their reasons and uses the rest', async () => {
    const rows = hourlyRows(300, wandering());
    const cells = rows.map((row) => row.split(','));
    rows[5] = [cells[5]![0], ...cells[5]!.slice(1, 4), 'NaN', 10].join(',');
    rows[6] = [cells[6]![0], cells[6]![1], cells[6]![3], cells[6]![2], ...cells[6]!.slice(4)].join(',');
    rows[7] = [...cells[7]!.slice(0, 5), 0].join(',');
    rows[8] = 'not a time,1,1,1,1,1';
    const { matched, printed } = await run(await write('dirty.csv', [HEADER, ...rows]));
    expect(matched).toBe(1);
    expect(printed).toContain('left out: 2 notFinite, 1 highBelowLow, 1 noTrades');
  });

  it('refuses what is no file of candles', async () => {
    await expect(run(folder)).rejects.toThrow('Expected candles, .csv or .csv.gz; no such file was named.');
    const note = await write('note.csv', ['just a line']);
    await expect(run(note)).rejects.toThrow(ParityInputError);
    const strange = await write('strange.csv', ['timestamp,open,bid,ask,close', '2023-01-01,1,1,1,1']);
    await expect(run(strange)).rejects.toThrow('Expected a column high in');
    const timeless = await write('timeless.csv', ['open,high,low,close,volume', '1,1,1,1,1']);
    await expect(run(timeless)).rejects.toThrow('Expected a column of times in');
    const broken = join(folder, 'broken.csv.gz');
    await writeFile(broken, gzipSync('x'.repeat(1000)).subarray(0, 20));
    await expect(run(broken)).rejects.toThrow('Expected a csv, plain or gzipped, in');
  });

  const shared = fileURLToPath(new URL('../../../shared/data/candles/', import.meta.url));
  it.skipIf(!existsSync(shared))('beats yesterday on every recorded file that is long enough', async () => {
    const { matched, total, printed } = await run(shared);
    expect(total).toBeGreaterThanOrEqual(5);
    expect([matched, printed.includes('BTCUSDT_1m')]).toEqual([total, true]);
  });
});

describe('npm run parity -- volatility-forecast', () => {
  it('ends in one plain line, and fails when nothing was compared', async () => {
    const runner = fileURLToPath(new URL('./run.ts', import.meta.url));
    const command = (path: string) =>
      new Promise<[status: unknown, lastLine: string | undefined]>((done) => {
        execFile(process.execPath, [runner, 'volatility-forecast', path], (error, output) => {
          done([error?.code ?? 0, output.trimEnd().split('\n').at(-1)]);
        });
      });
    const path = await write('wandering.csv', [HEADER, ...hourlyRows(200, wandering())]);
    const passed = await command(path);
    expect(passed[0]).toBe(0);
    expect(passed[1]).toMatch(/^parity volatility-forecast: 1 of 1 within .+, worst 0\.\d+ of yesterday's \(.+\)$/);
    const short = await command(await write('short.csv', [HEADER, ...hourlyRows(60, wandering())]));
    expect(short[0]).toBe(1);
    expect(short[1]).toMatch(/^parity volatility-forecast: 0 of 0 within .+, worst none$/);
  });
});

describe('files of candles', () => {
  const first = { openTimeMs: Date.UTC(2023, 0, 1), open: 1, high: 4, low: 0.5, close: 2, volume: 9 };

  it.each([
    ['Binance through ccxt', HEADER, '2023-01-01 00:00:00+00:00,1,4,0.5,2,9'],
    [
      'another zone and capitals',
      'timestamp,Open,High,Low,Close,Volume,Close_time',
      '2022-12-31 20:00:00-04:00,1,4,.5,2,9,,',
    ],
    [
      'CryptoDataDownload',
      'unix,date,symbol,open,high,low,close,Volume BTC,Volume USD',
      '1672531200,x,BTC/USD,1,4,0.5,2,9,1',
    ],
    ['its older rows', 'date,symbol,open,high,low,close,Volume BTC', '2023-01-01 12-AM,BTC/USD,1,4,0.5,2,9'],
    ['its address above', 'https://www.example.org\nunix,open,high,low,close,volume', '1672531200000.0,1,4,0.5,2,9'],
    ['columns in another order', 'Volume;Close;Low;High;Open;Date', '9;2;0.5;4;1;2023-01-01'],
    ['a dump of milliseconds', '', '1672531200000,1,4,0.5,2,9,1672534799999'],
    ['a dump of microseconds', '', '1672531200000000,1,4,0.5,2,9,1672534799999999'],
  ])('are read from %s', (_, header, row) => {
    const [series] = parseCandles(`${header}\n${row}\n`, 'file');
    expect(series!.candles).toEqual([first]);
  });

  it('are kept apart by market, each with the step that most of its rows have', () => {
    const text = ['time,symbol,open,high,low,close', '0,A,1,1,1,1', '0,B,1,1,1,1', '60,A,1,1,1,1', '3600,B,1,1,1,1'];
    const later = ['120,A,1,1,1,1', '300,A,1,1,1,1', '7200,B,1,1,1,1'];
    const series = parseCandles([...text, ...later].join('\n'), 'file');
    expect(series.map(({ name, intervalSeconds }) => [name, intervalSeconds])).toEqual([
      ['file A', 60],
      ['file B', 3600],
    ]);
    expect(series[0]!.candles[0]!.volume).toBeUndefined();
  });

  it('has times in many spellings', () => {
    expect(readTimeMs('2017-08-17 12-PM')).toBe(Date.UTC(2017, 7, 17, 12));
    expect(readTimeMs('2017-08-17 11-PM')).toBe(Date.UTC(2017, 7, 17, 23));
    expect(readTimeMs('1502942400.0')).toBe(1_502_942_400_000);
    expect(readTimeMs('1.5029424e9')).toBe(1_502_942_400_000);
    expect(readTimeMs('1502942400000000000')).toBe(1_502_942_400_000);
    expect(readTimeMs('2025-05-17T23:58:00.000Z')).toBe(Date.UTC(2025, 4, 17, 23, 58));
    expect(readTimeMs('2025-05-17 23:58:00+0530')).toBe(Date.UTC(2025, 4, 17, 18, 28));
    expect(readTimeMs('2025/05/17 23:58 UTC')).toBe(Date.UTC(2025, 4, 17, 23, 58));
    for (const text of ['', 'NULL', '17 May', '-5']) expect(readTimeMs(text)).toBeNaN();
  });
});
