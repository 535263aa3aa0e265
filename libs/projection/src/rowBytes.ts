import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { hashValue } from './canonicalValue.js';
import type { RowChange } from './projectionStore.js';
import type { Table } from './table.js';

/** A row's bytes: V8's structured clone format, which keeps the bits of doubles, bigints, maps and typed arrays. */
export function rowBytes(value: unknown): Uint8Array {
  return serialize(value);
}

export function rowValue(bytes: Uint8Array): unknown {
  return deserialize(bytes);
}

/** The rows that changed since the last call. */
// eslint-disable-next-line typescript/no-explicit-any
export function takeChanges(tables: readonly Table<any>[]): RowChange[] {
  return tables.flatMap((table) =>
    table.takeDirty().map((key) => ({
      table: table.name,
      key,
      value: table.has(key) ? rowBytes(table.get(key)) : undefined,
    })),
  );
}

/** Every row, in order of table and key. */
// eslint-disable-next-line typescript/no-explicit-any
export function allRows(tables: readonly Table<any>[]): RowChange[] {
  return tables.flatMap((table) =>
    [...table.keys()].sort().map((key) => ({ table: table.name, key, value: rowBytes(table.get(key)) })),
  );
}

/** SHA-256 over every row, in order of table and key, so that two projections can be compared bit for bit. */
export function rowsSha256(rows: readonly RowChange[]): string {
  const hash = createHash('sha256');
  const ordered = [...rows].sort((a, b) => compareText(a.table, b.table) || compareText(a.key, b.key));
  for (const row of ordered) {
    hash.update(`${row.table.length}:${row.table}${row.key.length}:${row.key}:`);
    if (row.value !== undefined) hashValue(hash, rowValue(row.value));
  }
  return hash.digest('hex');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
