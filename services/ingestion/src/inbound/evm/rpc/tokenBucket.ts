/** What an endpoint may still be asked: `tokens` as of `atMs`, refilled by `perSecond` up to `burst`. */
export interface TokenBucket {
  readonly tokens: number;
  readonly atMs: number;
  readonly perSecond: number;
  readonly burst: number;
}

export function fullBucket(perSecond: number, burst: number, atMs: number): TokenBucket {
  return { tokens: burst, atMs, perSecond, burst };
}

/**
 * Takes `count` tokens at once and says how long to wait before they are there. The level may go below zero, so callers
 * queue up in the order in which they asked, and a batch larger than the burst passes too.
 */
export function takeTokens(
  bucket: TokenBucket,
  count: number,
  nowMs: number,
): { readonly bucket: TokenBucket; readonly waitMs: number } {
  const refilled = Math.min(bucket.burst, bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1000) * bucket.perSecond);
  const tokens = refilled - count;
  const waitMs = tokens >= 0 ? 0 : (-tokens / bucket.perSecond) * 1000;
  return { bucket: { ...bucket, tokens, atMs: Math.max(nowMs, bucket.atMs) }, waitMs };
}
