/** How two whole numbers of at least zero stand to each other, as text without zeros before the first digit; empty is 0. */
export function compareCounts(a: string, b: string): number {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
