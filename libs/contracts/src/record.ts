/**
 * One record of the log as its adapters store and return it: key, headers sorted by name, value.
 * Framing, broker timestamps and compression are outside it.
 */
export interface LogRecord {
  readonly key: string;
  /** Sorted by name; a name stands once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly value: Uint8Array;
}

/** Headers in canonical order; undefined values are left out. */
export function sortedHeaders(headers: Readonly<Record<string, string | undefined>>): [string, string][] {
  return Object.entries(headers)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The value of a header, or undefined. Records carry about ten, so a scan beats a map. */
export function headerOf(record: LogRecord, name: string): string | undefined {
  for (const [key, value] of record.headers) if (key === name) return value;
  return undefined;
}
