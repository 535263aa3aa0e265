import type { LendingBook, LendingRows } from './lendingBook.js';

/**
 * Rows that can be replaced without touching those beneath: what a decision works on, and what a what-if changes.
 * Rows keep the order of those beneath, with new ones after them.
 */
export function overlayRows<Row>(beneath: LendingRows<Row>): LendingRows<Row> {
  const above = new Map<string, Row>();
  return {
    get: (key) => (above.has(key) ? above.get(key) : beneath.get(key)),
    set: (key, row) => above.set(key, row),
    values: () => [...entriesOf(beneath, above)].map(([, row]) => row),
    entries: () => entriesOf(beneath, above),
  };
}

function* entriesOf<Row>(beneath: LendingRows<Row>, above: ReadonlyMap<string, Row>): Iterable<[string, Row]> {
  const seen = new Set<string>();
  for (const [key, row] of beneath.entries()) {
    seen.add(key);
    yield [key, above.has(key) ? (above.get(key) as Row) : row];
  }
  for (const [key, row] of above) if (!seen.has(key)) yield [key, row];
}

/** A book that reads through to this one and keeps what is written to itself. */
export function overlayLendingBook(book: LendingBook): LendingBook {
  return {
    reserves: overlayRows(book.reserves),
    states: overlayRows(book.states),
    prices: overlayRows(book.prices),
    accounts: overlayRows(book.accounts),
    eModes: overlayRows(book.eModes),
    userEModes: overlayRows(book.userEModes),
  };
}
