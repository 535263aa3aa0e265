import type { LiveIo } from './liveIo.js';

/** Microseconds by which the wall clock and the steady one may differ before the steady one is led to it. */
const APART_US = 2_000n;
let startUs = BigInt(Math.round(performance.timeOrigin * 1_000));

/** The machine's own clock, timers and randomness. */
export const systemIo: LiveIo = {
  nowUs: () => {
    // The wall clock has milliseconds; performance.now() adds the microseconds, and is led back when the two drift apart.
    const steadyUs = BigInt(Math.round(performance.now() * 1_000));
    const wallUs = BigInt(Date.now()) * 1_000n;
    const apartUs = wallUs - startUs - steadyUs;
    if (apartUs > APART_US || apartUs < -APART_US) startUs += apartUs;
    return startUs + steadyUs;
  },
  monotonicMs: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
