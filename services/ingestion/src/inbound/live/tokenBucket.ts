import type { RateLimit } from './restClient.js';

/** A rate limit as it stands: full at first, refilled by the passing of time. Times are milliseconds that never go back. */
export class TokenBucket {
  private tokens: number;
  private atMs: number;

  constructor(
    private readonly limit: RateLimit,
    nowMs: number,
  ) {
    this.tokens = limit.tokensMax;
    this.atMs = nowMs;
  }

  /** Takes so many and answers 0, or takes none and answers how long until they are there. What costs more than the bucket holds waits for a full one. */
  take(tokens: number, nowMs: number): number {
    this.refill(nowMs);
    const wanted = Math.min(tokens, this.limit.tokensMax);
    if (this.tokens >= wanted) {
      this.tokens -= tokens;
      return 0;
    }
    return Math.ceil(((wanted - this.tokens) / this.limit.tokensPerSecond) * 1_000);
  }

  /** Takes them now, and answers how long until they are there: callers wait one behind the other, in the order in which they took. */
  reserve(tokens: number, nowMs: number): number {
    this.force(tokens, nowMs);
    return this.tokens >= 0 ? 0 : (-this.tokens / this.limit.tokensPerSecond) * 1_000;
  }

  /** Takes although it may leave less than nothing: for what can't wait, and is then waited for by the rest. */
  force(tokens: number, nowMs: number): void {
    this.refill(nowMs);
    this.tokens -= tokens;
  }

  private refill(nowMs: number): void {
    const { tokensMax, tokensPerSecond } = this.limit;
    this.tokens = Math.min(tokensMax, this.tokens + ((nowMs - this.atMs) / 1_000) * tokensPerSecond);
    this.atMs = nowMs;
  }
}
