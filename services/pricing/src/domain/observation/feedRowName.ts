/** The row of a further contract of a feed that speaks of several; ids of feeds have no bar. */
export function contractRow(feed: string, instrumentId: string): string {
  return `${feed}|${instrumentId}`;
}

/** The feed that a row is of. */
export function feedOfRow(row: string): string {
  const bar = row.indexOf('|');
  return bar === -1 ? row : row.slice(0, bar);
}
