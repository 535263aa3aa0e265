export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * How long to wait after the n-th failure in a row (from 1): evenly between 0 and a bound that doubles, which spreads
 * those who failed together furthest apart ("full jitter", AWS Architecture Blog, 4 March 2015).
 */
export function backoffMs(failures: number, { firstMs, maxMs }: Backoff, random: () => number): number {
  return Math.floor(random() * backoffBoundMs(failures, { firstMs, maxMs }));
}

/** The longest wait after the n-th failure in a row (from 1): it doubles, up to `maxMs`. */
export function backoffBoundMs(failures: number, { firstMs, maxMs }: Backoff): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
}
