const UTF8 = new TextDecoder();

/**
 * When the rows of an answer happened, milliseconds, for whoever asks for the next page; undefined where it can't be read.
 * What the rows say is the session's business.
 */
export function timesOf(
  body: Uint8Array,
  rowsOf: (answer: never) => unknown,
  field: string,
): readonly number[] | undefined {
  try {
    const rows = rowsOf(JSON.parse(UTF8.decode(body)) as never);
    if (!Array.isArray(rows)) return undefined;
    const times = rows.map((row: Readonly<Record<string, string | number>>) => new Date(row[field] ?? NaN).getTime());
    return times.some(Number.isNaN) ? undefined : times;
  } catch {
    return undefined;
  }
}
