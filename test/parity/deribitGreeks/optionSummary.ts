import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ParityInputError } from '../paritySuite.ts';

export const VENUE_GREEKS = ['delta', 'gamma', 'vega', 'theta', 'rho'] as const;
export type VenueGreek = (typeof VENUE_GREEKS)[number];

/** One option of a recorded summary, in the venue's units: forward in USD, IV in percent, Greeks as printed. */
export interface OptionSummary {
  readonly symbol: string;
  readonly right: 'call' | 'put';
  readonly strike: number;
  readonly forward: number;
  readonly markIvPercent: number;
  readonly secondsToExpiry: number;
  readonly greeks: Readonly<Partial<Record<VenueGreek, number>>>;
}

/** A file's options that carry Greeks, and how many don't: those are shown and not counted. */
export interface OptionSummaryFile {
  readonly file: string;
  readonly options: readonly OptionSummary[];
  readonly withoutGreeks: number;
}

/** Reads files and folders (their .json and .json.gz, in order of name). Throws ParityInputError on what can't be read. */
export async function readOptionSummaries(paths: readonly string[]): Promise<OptionSummaryFile[]> {
  const files = (await Promise.all(paths.map(expandFolder))).flat();
  if (files.length === 0)
    throw new ParityInputError('Expected option summaries, .json or .json.gz; no such file was named.');
  return Promise.all(files.map(readOptionSummaryFile));
}

async function expandFolder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function readOptionSummaryFile(path: string): Promise<OptionSummaryFile> {
  const file = basename(path);
  const rows = optionRows(await parseJson(path), file);
  const withGreeks = rows.filter((row) => VENUE_GREEKS.some((greek) => typeof row[greek] === 'number'));
  return {
    file,
    options: withGreeks.map((row) => toOption(row, file)),
    withoutGreeks: rows.length - withGreeks.length,
  };
}

async function parseJson(path: string): Promise<unknown> {
  try {
    const bytes = await readFile(path);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (error) {
    throw new ParityInputError(`Expected JSON, plain or gzipped, in ${basename(path)}: ${(error as Error).message}`);
  }
}

type Row = Readonly<Record<string, unknown>>;

function optionRows(json: unknown, file: string): Row[] {
  const options = (json as { params?: { options?: unknown } } | null)?.params?.options;
  if (!Array.isArray(options) || !options.every((row) => typeof row === 'object' && row !== null)) {
    throw new ParityInputError(`Expected an option summary with params.options[], was something else in ${file}.`);
  }
  return options as Row[];
}

function toOption(row: Row, file: string): OptionSummary {
  const symbol = String(row['symbol']);
  const number = (field: string): number => {
    const value = row[field];
    if (typeof value === 'number') return value;
    throw new ParityInputError(`Expected a number as ${field} of ${symbol} in ${file}, was ${JSON.stringify(value)}.`);
  };
  const time = (field: string): number => {
    const value = Date.parse(String(row[field]));
    if (!Number.isNaN(value)) return value;
    throw new ParityInputError(
      `Expected a time as ${field} of ${symbol} in ${file}, was ${JSON.stringify(row[field])}.`,
    );
  };
  const right = row['optionType'];
  if (right !== 'call' && right !== 'put') {
    throw new ParityInputError(
      `Expected call or put as optionType of ${symbol} in ${file}, was ${JSON.stringify(right)}.`,
    );
  }
  const present = VENUE_GREEKS.filter((greek) => typeof row[greek] === 'number');
  return {
    symbol,
    right,
    strike: number('strikePrice'),
    forward: number('underlyingPrice'),
    markIvPercent: number('markIV'),
    secondsToExpiry: (time('expirationDate') - time('timestamp')) / 1000,
    greeks: Object.fromEntries(present.map((greek) => [greek, number(greek)])),
  };
}
