import { CLOCK_STEP_MAX_MS, CLOCK_TICK_MS } from './limits.js';

/** Time as the venue and its reader share it. */
export interface VenueClock {
  /** Microseconds since the Unix epoch. */
  nowUs(): bigint;
  monotonicMs(): number;
  after(ms: number, call: () => void): () => void;
}

interface Alarm {
  readonly dueMs: number;
  readonly call: () => void;
}

/**
 * A clock that goes so many times as fast as the machine's, so that a silence of 40 s takes 2 s at 20. It stands still while the
 * process gets no time: what waits in a socket is then read before a silence is over, as it would be at the true pace.
 */
export function fastClock(speed: number): VenueClock {
  const startUs = BigInt(Date.now()) * 1_000n;
  const alarms = new Set<Alarm>();
  let tickedMs = 0;
  let tickedAt = performance.now();
  const monotonicMs = (): number => tickedMs + Math.min(performance.now() - tickedAt, CLOCK_STEP_MAX_MS) * speed;
  const ticking = setInterval(() => {
    tickedMs = monotonicMs();
    tickedAt = performance.now();
    const due = [...alarms].filter(({ dueMs }) => dueMs <= tickedMs).sort((a, b) => a.dueMs - b.dueMs);
    for (const alarm of due) {
      // One before it may have cancelled it.
      if (alarms.delete(alarm)) alarm.call();
    }
    if (alarms.size === 0) ticking.unref();
  }, CLOCK_TICK_MS);
  ticking.unref();
  return {
    monotonicMs,
    nowUs: () => startUs + BigInt(Math.round(monotonicMs() * 1_000)),
    after: (ms, call) => {
      const alarm = { dueMs: monotonicMs() + ms, call };
      alarms.add(alarm);
      ticking.ref();
      return () => void alarms.delete(alarm);
    },
  };
}
