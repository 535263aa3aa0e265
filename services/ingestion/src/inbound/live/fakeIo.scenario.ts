import type { LiveIo } from './liveIo.js';

/** Test support: a machine whose time stands still until it is told to go on. */
export interface FakeIo extends LiveIo {
  /** Lets so much time pass, calling what falls due in its order, and lets promises settle in between. */
  pass(ms: number): Promise<void>;
  /** Sets the wall clock alone, forward or back. */
  setWallUs(us: bigint): void;
}

export function fakeIo(random: () => number = () => 0.5): FakeIo {
  let nowMs = 0;
  let wallUs = 1_700_000_000_000_000n;
  let order = 0;
  const timers = new Map<number, { readonly dueMs: number; readonly call: () => void }>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return {
    nowUs: () => wallUs,
    monotonicMs: () => nowMs,
    random,
    after: (ms, call) => {
      const key = order++;
      timers.set(key, { dueMs: nowMs + Math.max(0, ms), call });
      return () => void timers.delete(key);
    },
    setWallUs: (us) => void (wallUs = us),
    async pass(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...timers]
          .filter(([, { dueMs }]) => dueMs <= untilMs)
          .sort(([a, x], [b, y]) => x.dueMs - y.dueMs || a - b);
        if (next === undefined) break;
        const [key, { dueMs, call }] = next;
        timers.delete(key);
        wallUs += BigInt(Math.round((dueMs - nowMs) * 1_000));
        nowMs = dueMs;
        call();
        await settle();
      }
      wallUs += BigInt(Math.round((untilMs - nowMs) * 1_000));
      nowMs = untilMs;
    },
  };
}
