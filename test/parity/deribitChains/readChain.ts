import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ParityInputError } from '../paritySuite.ts';

/** One option of a recorded chain: prices in coin, volatility as a fraction, vega in USD per vol point, as printed. */
export interface ChainRow {
  readonly instrument: string;
  readonly currency: string;
  readonly right: 'call' | 'put';
  readonly strike: number;
  readonly expiryMs: number;
  readonly tauYears: number;
  readonly forward: number;
  /** The venue has no future of this expiry, and shows a forward of its own making. */
  readonly isSynthetic: boolean;
  /** The index as it stood when this ticker was polled; files may lack it. */
  readonly index: number | undefined;
  readonly bid: number | undefined;
  readonly ask: number | undefined;
  readonly mark: number;
  readonly vol: number;
  readonly delta: number;
  readonly vegaPerVolPoint: number;
}

/** All options of one instant. Tickers were polled over about a minute from it. */
export interface ChainSnapshot {
  readonly timestamp: string;
  readonly asOfMs: number;
  readonly rows: readonly ChainRow[];
}

export interface ChainFile {
  readonly file: string;
  readonly path: string;
  readonly snapshots: readonly ChainSnapshot[];
  /** By what is wrong with them: how many rows, and the line of the first. */
  readonly malformed: ReadonlyMap<string, { readonly count: number; readonly firstLine: number }>;
}

const COLUMNS = [
  'timestamp',
  'instrument_name',
  'underlying_name',
  'option_type',
  'strike',
  'expiry_datetime',
  'time_to_maturity',
  'bid_price',
  'ask_price',
  'mark_price',
  'futures_price',
  'implied_volatility',
  'delta',
  'vega',
  'currency',
] as const;
type Column = (typeof COLUMNS)[number];

/** A column that a file may lack. */
const INDEX_COLUMN = 'index_price';

/** What a row says is no option that can be compared; the reader counts it under this sentence. */
class MalformedRow extends Error {
  override readonly name = 'MalformedRow';
}

/** The chain files at `paths`: files as they are named, and of folders their .csv and .csv.gz that hold a chain. */
export async function findChainFiles(paths: readonly string[]): Promise<string[]> {
  const files = (await Promise.all(paths.map(expandFolder))).flat();
  if (files.length === 0) {
    throw new ParityInputError('Expected recorded option chains, .csv or .csv.gz; no such file was named.');
  }
  return files;
}

async function expandFolder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => /\.csv(\.gz)?$/.test(name) && name !== 'VALIDATION.csv')
    .sort()
    .map((name) => join(path, name));
}

/** Reads one file. Rows that are no option are counted by what is wrong; a file without the columns throws ParityInputError. */
export async function readChainFile(path: string): Promise<ChainFile> {
  const file = basename(path);
  const lines = await readLines(path, file);
  const place = columnPlaces(lines[0] ?? '', file);
  const names = (lines[0] ?? '').split(',');
  const indexPlace = names.indexOf(INDEX_COLUMN);
  const snapshots = new Map<string, Map<string, ChainRow>>();
  const malformed = new Map<string, { count: number; firstLine: number }>();
  for (let i = 1; i < lines.length; i++) {
    if (lines[i] === '') continue;
    try {
      const cells = lines[i]!.split(',');
      if (cells.length !== names.length) throw new MalformedRow(`${names.length} columns expected`);
      const cell = (column: Column) => cells[place[column]]!;
      if (Number.isNaN(Date.parse(cell('timestamp')))) throw new MalformedRow('timestamp is no time');
      const row = toRow(cell, Number(cells[indexPlace] ?? ''));
      const snapshot = snapshots.get(cell('timestamp')) ?? new Map<string, ChainRow>();
      snapshots.set(cell('timestamp'), snapshot);
      if (snapshot.has(row.instrument)) throw new MalformedRow('instrument_name occurs twice in a snapshot');
      snapshot.set(row.instrument, row);
    } catch (error) {
      if (!(error instanceof MalformedRow)) throw error;
      const known = malformed.get(error.message) ?? { count: 0, firstLine: i + 1 };
      malformed.set(error.message, { ...known, count: known.count + 1 });
    }
  }
  const ordered = [...snapshots].map(([timestamp, rows]) => {
    return { timestamp, asOfMs: Date.parse(timestamp), rows: [...rows.values()] };
  });
  return { file, path, snapshots: ordered.sort((one, other) => one.asOfMs - other.asOfMs), malformed };
}

async function readLines(path: string, file: string): Promise<string[]> {
  const bytes = await readFile(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return (isGzip ? gunzipSync(bytes) : bytes).toString('utf8').split(/\r?\n/);
  } catch (error) {
    throw new ParityInputError(`Expected CSV, plain or gzipped, in ${file}: ${(error as Error).message}`);
  }
}

function columnPlaces(header: string, file: string): Record<Column, number> {
  const names = header.split(',');
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new ParityInputError(`Expected columns ${missing.join(', ')} in ${file}; not there.`);
  return Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<Column, number>;
}

function toRow(cell: (column: Column) => string, index: number): ChainRow {
  const number = (column: Column): number => {
    const value = cell(column) === '' ? Number.NaN : Number(cell(column));
    if (!Number.isFinite(value)) throw new MalformedRow(`${column} is no number`);
    return value;
  };
  const positive = (column: Column): number => {
    const value = number(column);
    if (value <= 0) throw new MalformedRow(`${column} isn't above 0`);
    return value;
  };
  const right = cell('option_type');
  if (right !== 'call' && right !== 'put') throw new MalformedRow('option_type is neither call nor put');
  const expiryMs = Date.parse(cell('expiry_datetime'));
  if (Number.isNaN(expiryMs)) throw new MalformedRow('expiry_datetime is no time');
  return {
    instrument: cell('instrument_name'),
    currency: cell('currency'),
    right,
    strike: positive('strike'),
    expiryMs,
    tauYears: positive('time_to_maturity'),
    forward: positive('futures_price'),
    isSynthetic: cell('underlying_name').startsWith('SYN'),
    index: index > 0 && Number.isFinite(index) ? index : undefined,
    bid: cell('bid_price') === '' ? undefined : number('bid_price'),
    ask: cell('ask_price') === '' ? undefined : number('ask_price'),
    mark: number('mark_price'),
    vol: positive('implied_volatility'),
    delta: number('delta'),
    vegaPerVolPoint: number('vega'),
  };
}

/** One line for each thing that was wrong with rows of `file`. */
export function printMalformed({ file, malformed }: ChainFile, print: (line: string) => void): void {
  for (const [reason, { count, firstLine }] of malformed) {
    print(`${file}: ${count} malformed rows left out: ${reason} (first in line ${firstLine})`);
  }
}
