export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Share of the bound below which no wait is, where one of nearly nothing would be no backoff; 0 when left out. */
  readonly leastShare?: number | undefined;
}

/**
 * How long to wait after the n-th failure in a row (from 1): evenly between 0 and a bound that doubles, which spreads
 * those who failed together furthest apart ("full jitter", AWS Architecture Blog, 4 March 2015).
 */
export function backoffMs(failures: number, backoff: Backoff, random: () => number): number {
  const { firstMs, maxMs, leastShare = 0 } = backoff;
  const boundMs = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.floor(boundMs * (leastShare + (1 - leastShare) * random()));
}
