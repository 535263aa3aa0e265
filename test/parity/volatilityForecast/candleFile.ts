import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Candle } from '@gimbal/quant';
import { ParityInputError } from '../paritySuite.ts';
import { readTimeMs } from './readTimeMs.ts';

/** One market's candles of one file, in the file's order, with the step of their grid. */
export interface CandleSeries {
  readonly name: string;
  readonly candles: readonly Candle[];
  readonly intervalSeconds: number;
}

/** Reads files, and folders with all that is below them: .csv and .csv.gz, in order of name. */
export async function readCandleFiles(paths: readonly string[]): Promise<CandleSeries[]> {
  const files = (await Promise.all(paths.map(expandFolder))).flat();
  if (files.length === 0) throw new ParityInputError('Expected candles, .csv or .csv.gz; no such file was named.');
  return (await Promise.all(files.map(readCandleFile))).flat();
}

async function expandFolder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.csv(\.gz)?$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function readCandleFile(path: string): Promise<CandleSeries[]> {
  const bytes = await readFile(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const file = `${basename(dirname(path))}/${basename(path)}`;
  let text: string;
  try {
    text = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new ParityInputError(`Expected a csv, plain or gzipped, in ${file}: ${(error as Error).message}`);
  }
  return parseCandles(text, file);
}

/** Columns by the names that archives give them, or by place in the exchange's own dumps, which have no header. */
export function parseCandles(text: string, file: string): CandleSeries[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const separator = [',', ';', '\t'].find((mark) => (lines.at(-1) ?? '').split(mark).length >= 5);
  if (separator === undefined) {
    throw new ParityInputError(`Expected rows of time, open, high, low and close in ${file}, found none.`);
  }
  const cells = lines.map((line) => line.split(separator).map((cell) => cell.trim().replace(/^"|"$/g, '')));
  // Some archives put a line with their address above the header.
  const headerAt = cells.slice(0, 5).findIndex((row) => row.some((cell) => cell.toLowerCase() === 'open'));
  const columns = headerAt < 0 ? WITHOUT_HEADER : columnsOf(cells[headerAt]!, file);
  const candlesByMarket = new Map<string, Candle[]>();
  for (const row of cells.slice(headerAt + 1)) {
    const market = columns.market === undefined ? '' : (row[columns.market] ?? '');
    const candles = candlesByMarket.get(market) ?? [];
    candlesByMarket.set(market, candles);
    candles.push(toCandle(row, columns));
  }
  return [...candlesByMarket].map(([market, candles]) => {
    const name = candlesByMarket.size > 1 ? `${file} ${market}` : file;
    return { name, candles, intervalSeconds: stepSeconds(candles) };
  });
}

interface Columns {
  readonly times: readonly number[];
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number | undefined;
  readonly market: number | undefined;
}

/** Binance's and Kraken's dumps: opening time, open, high, low, close, volume, and more. */
const WITHOUT_HEADER: Columns = { times: [0], open: 1, high: 2, low: 3, close: 4, volume: 5, market: undefined };

const TIMES = ['unix', 'timestamp', 'open_time', 'opentime', 'open time', 'datetime', 'date', 'time', ''];
const MARKETS = ['symbol', 'tic', 'ticker', 'pair', 'market'];

function columnsOf(header: readonly string[], file: string): Columns {
  const names = header.map((name) => name.toLowerCase());
  const find = (...wanted: string[]): number | undefined => {
    const found = wanted.map((name) => names.indexOf(name)).find((index) => index >= 0);
    return found;
  };
  const price = (name: string): number => {
    const found = find(name);
    if (found !== undefined) return found;
    throw new ParityInputError(`Expected a column ${name} in ${file}, found ${header.join(', ')}.`);
  };
  const times = TIMES.map((name) => names.indexOf(name)).filter((index) => index >= 0);
  if (times.length === 0)
    throw new ParityInputError(`Expected a column of times in ${file}, was ${header.join(', ')}.`);
  const volume = names.findIndex((name) => name.startsWith('volume'));
  return {
    times,
    open: price('open'),
    high: price('high'),
    low: price('low'),
    close: price('close'),
    volume: volume < 0 ? undefined : volume,
    market: find(...MARKETS),
  };
}

/** What isn't a number becomes NaN and an empty volume becomes none: the cleaning gives the reason. */
function toCandle(row: readonly string[], columns: Columns): Candle {
  const number = (column: number): number => (row[column] ? Number(row[column]) : NaN);
  const times = columns.times.map((column) => readTimeMs(row[column] ?? ''));
  const volumeText = columns.volume === undefined ? '' : (row[columns.volume] ?? '');
  return {
    openTimeMs: times.find(Number.isFinite) ?? NaN,
    open: number(columns.open),
    high: number(columns.high),
    low: number(columns.low),
    close: number(columns.close),
    volume: volumeText === '' ? undefined : Number(volumeText),
  };
}

/** The most frequent step between times that differ; 0 when there is none. */
function stepSeconds(candles: readonly Candle[]): number {
  const times = [...new Set(candles.map((candle) => candle.openTimeMs).filter(Number.isFinite))].sort((a, b) => a - b);
  const counts = new Map<number, number>();
  for (let i = 1; i < times.length; i++) {
    const stepMs = times[i]! - times[i - 1]!;
    counts.set(stepMs, (counts.get(stepMs) ?? 0) + 1);
  }
  const [stepMs] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? [0];
  return stepMs / 1000;
}
