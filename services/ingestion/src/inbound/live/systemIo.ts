import type { LiveIo } from './liveIo.js';

const startUs = BigInt(Math.round(performance.timeOrigin * 1_000));

/** The machine's own clock, timers and randomness. */
export const systemIo: LiveIo = {
  nowUs: () => {
    // The wall clock has milliseconds; performance.now() adds the microseconds, and is led back when the two drift apart.
    const fine = startUs + BigInt(Math.round(performance.now() * 1_000));
    const coarse = BigInt(Date.now()) * 1_000n;
    const apart = fine - coarse;
    return apart > 2_000n || apart < -2_000n ? coarse : fine;
  },
  monotonicMs: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
