/** Rows by key that are replaced or removed, never mutated: a table of a projection, or an overlay of one. */
export interface ReplaceableRows<Row> {
  get(key: string): Row | undefined;
  set(key: string, row: Row): unknown;
  delete(key: string): unknown;
  entries(): Iterable<[string, Row]>;
}

/** Rows that can be replaced and removed without touching those beneath. They keep the order of those beneath, new ones after. */
export function overlayReplaceable<Row>(beneath: ReplaceableRows<Row>): ReplaceableRows<Row> {
  const above = new Map<string, Row | undefined>();
  return {
    get: (key) => above.get(key) ?? (above.has(key) ? undefined : beneath.get(key)),
    set: (key, row) => above.set(key, row),
    delete: (key) => above.set(key, undefined),
    entries: () => entriesOf(beneath, above),
  };
}

function* entriesOf<Row>(
  beneath: ReplaceableRows<Row>,
  above: ReadonlyMap<string, Row | undefined>,
): Iterable<[string, Row]> {
  const seen = new Set<string>();
  for (const [key, row] of beneath.entries()) {
    seen.add(key);
    const held = above.has(key) ? above.get(key) : row;
    if (held !== undefined) yield [key, held];
  }
  for (const [key, row] of above) if (row !== undefined && !seen.has(key)) yield [key, row];
}
