import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The errors that are compared, in the order in which the data's own VALIDATION.csv states them. */
export const PERCENTILES = ['mark p50', 'mark p99', 'delta p50', 'delta p99', 'vega p50', 'vega p99'] as const;

/** Six percentiles of a set of rows: mark in coin, delta in units, vega relative to the greater of itself and 1 USD. */
export type ErrorPercentiles = readonly number[];

const STATED_COLUMNS = [
  'mark_err_p50_coin',
  'mark_err_p99_coin',
  'delta_err_p50',
  'delta_err_p99',
  'vega_relerr_p50',
  'vega_relerr_p99',
];

/** What VALIDATION.csv beside `path` states of each day, by YYYYMMDD; empty when there is none. */
export async function readStatedNoise(path: string): Promise<ReadonlyMap<string, ErrorPercentiles>> {
  const text = await readFile(join(dirname(path), 'VALIDATION.csv'), 'utf8').catch(() => '');
  const [header, ...lines] = text.trim().split(/\r?\n/);
  const names = (header ?? '').split(',');
  const places = STATED_COLUMNS.map((column) => names.indexOf(column));
  const day = names.indexOf('day');
  if (day < 0 || places.includes(-1)) return new Map();
  return new Map(
    lines.map((line) => {
      const cells = line.split(',');
      return [cells[day]!, places.map((place) => Number(cells[place]))];
    }),
  );
}
