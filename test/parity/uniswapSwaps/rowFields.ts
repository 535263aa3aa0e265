/** The fields of a line of JSON as text, by names without underscores and in lower case: both spellings are one. */
export type RowFields = ReadonlyMap<string, string>;

/** `undefined` for a line that is no JSON object. Integers keep all digits, quoted or not. */
export function rowFields(line: string): RowFields | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line, exactNumbers);
  } catch {
    return undefined;
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined;
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(row as Record<string, unknown>)) {
    if (typeof value === 'string' || typeof value === 'number') fields.set(plain(name), String(value));
  }
  return fields;
}

/** An integer by the first of `names` that the row has; `undefined` when it has none, or something else. */
export function integerOf(fields: RowFields, ...names: string[]): bigint | undefined {
  const text = names.map((name) => fields.get(plain(name))).find((found) => found !== undefined);
  return text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}

export function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** Past 2^53 a number of JSON would lose digits, so its own text is taken. */
function exactNumbers(this: unknown, _name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? (context?.source ?? value) : value;
}
