import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { baseCurrencyOf } from '@gimbal/margin';
import { ParityInputError } from '../paritySuite.ts';
import { unitsIn } from './unitsIn.ts';

/** One account as the pool's `getUserAccountData` described it, with the two balances that were read beside it. */
export interface PositionRow {
  readonly line: number;
  readonly user: string;
  readonly collateralBase: bigint;
  readonly debtBase: bigint;
  readonly thresholdBps: number;
  readonly ltvBps: number;
  readonly health: number;
  /** The e-mode category; 0 for none, and in Aave v2. */
  readonly eMode: number;
  /** Of (w)stETH, in wei; 0 where the file doesn't have it. */
  readonly stakedEther: bigint;
  /** Of WETH, variable and stable, in wei; 0 where the file doesn't have it. */
  readonly etherDebt: bigint;
}

export interface PositionFile {
  readonly file: string;
  readonly ruleset: 'aave-v3.0' | 'aave-v2';
  readonly rows: readonly PositionRow[];
  readonly malformed: readonly { readonly line: number; readonly reason: string }[];
}

/** A file that holds no positions, and what it lacks. */
export interface OtherFile {
  readonly file: string;
  readonly lacking: readonly string[];
}

const COLUMNS = ['user', 'collateral', 'debt', 'threshold', 'ltv', 'healthf'] as const;

/** Columns that a file may lack. Only Aave v3 has e-modes, and its files have the column. */
const EMODE_COLUMN = 'emode';
const STAKED_ETHER_COLUMN = 'amount';
const ETHER_DEBT_COLUMN = 'ethdebt';

const ETHER_DECIMALS = 18;
const BPS_MAX = 65_535;

/** What a row says is no position; the reader keeps it under this sentence. */
class MalformedRow extends Error {
  override readonly name = 'MalformedRow';
}

/** Reads the .csv and .csv.gz of folders, and files as they are named. */
export async function readPositions(paths: readonly string[]): Promise<(PositionFile | OtherFile)[]> {
  const files = (await Promise.all(paths.map(expandFolder))).flat();
  if (files.length === 0) {
    throw new ParityInputError('Expected recorded positions, .csv or .csv.gz; no such file was named.');
  }
  return Promise.all(files.map(readPositionFile));
}

export function hasPositions(file: PositionFile | OtherFile): file is PositionFile {
  return 'rows' in file;
}

async function expandFolder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => /\.csv(\.gz)?$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function readPositionFile(path: string): Promise<PositionFile | OtherFile> {
  const file = basename(path);
  const [header = '', ...lines] = await readLines(path, file);
  const columns = header.split(',');
  const lacking = COLUMNS.filter((column) => !columns.includes(column));
  if (lacking.length > 0) return { file, lacking };
  const ruleset = columns.includes(EMODE_COLUMN) ? 'aave-v3.0' : 'aave-v2';
  const rows = new Map<string, PositionRow>();
  const malformed: { line: number; reason: string }[] = [];
  for (const [i, text] of lines.entries()) {
    if (text === '') continue;
    const line = i + 2;
    try {
      const row = toRow(text.split(','), columns, baseCurrencyOf(ruleset).decimals, line);
      if (rows.has(row.user)) throw new MalformedRow(`${row.user} stands in line ${rows.get(row.user)!.line} already`);
      rows.set(row.user, row);
    } catch (error) {
      if (!(error instanceof MalformedRow)) throw error;
      malformed.push({ line, reason: error.message });
    }
  }
  return { file, ruleset, rows: [...rows.values()], malformed };
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

function toRow(cells: readonly string[], columns: readonly string[], baseDecimals: number, line: number): PositionRow {
  if (cells.length !== columns.length) {
    throw new MalformedRow(`Expected ${columns.length} columns, were ${cells.length}`);
  }
  const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
  const refuse = (column: string, expected: string): never => {
    throw new MalformedRow(`Expected ${expected} as ${column}, was "${cell(column)}"`);
  };
  const units = (column: string, decimals: number): bigint =>
    unitsIn(cell(column), decimals) ?? refuse(column, 'a number of 0 or more');
  const optional = (column: string, decimals: number): bigint =>
    columns.includes(column) ? units(column, decimals) : 0n;
  const bps = (column: string): number => {
    const value = /^\d+$/.test(cell(column)) ? Number(cell(column)) : NaN;
    return value <= BPS_MAX ? value : refuse(column, `whole basis points up to ${BPS_MAX}`);
  };
  const health = cell('healthf') === '' ? NaN : Number(cell('healthf'));
  return {
    line,
    user: /^0x[0-9a-f]{40}$/i.test(cell('user')) ? cell('user').toLowerCase() : refuse('user', 'an address'),
    collateralBase: units('collateral', baseDecimals),
    debtBase: units('debt', baseDecimals),
    thresholdBps: bps('threshold'),
    ltvBps: bps('ltv'),
    health: Number.isFinite(health) && health >= 0 ? health : refuse('healthf', 'a number of 0 or more'),
    eMode: Number(optional(EMODE_COLUMN, 0)),
    stakedEther: optional(STAKED_ETHER_COLUMN, ETHER_DECIMALS),
    etherDebt: optional(ETHER_DEBT_COLUMN, ETHER_DECIMALS),
  };
}
