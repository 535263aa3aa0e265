/** Wall time, for deadlines, sessions, retries and logs. Nothing that is decided or folded may read it. */
export interface WallClock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Microseconds since the Unix epoch, for `ce_time` of records that no step decided; a millisecond fine. */
  nowUs(): bigint;
  /** Milliseconds that never go back, for durations. */
  monotonicMs(): number;
}

export const wallClock: WallClock = {
  nowMs: () => Date.now(),
  nowUs: () => BigInt(Date.now()) * 1000n,
  monotonicMs: () => performance.now(),
};
