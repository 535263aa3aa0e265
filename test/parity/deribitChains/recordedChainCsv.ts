import { readFile } from 'node:fs/promises';

/** A row of a chain file by its column, as printed. */
export type CsvRow = Record<string, string>;

/** The recorded chain of test/data/options: 110 options of two expiries, 58 of them quoted on both sides. */
export async function recordedChain(): Promise<CsvRow[]> {
  const path = new URL('../../data/options/eth_chain_2022-01-25T0330Z.csv', import.meta.url);
  const [header, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const columns = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]!]));
  });
}

export function toCsv(rows: readonly CsvRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(','))].join('\n');
}
