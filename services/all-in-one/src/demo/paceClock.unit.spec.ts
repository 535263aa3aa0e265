import { expect, it } from 'vitest';
import { PaceClock } from './paceClock.js';

const { signal } = new AbortController();

async function waitedMs(clock: PaceClock, timeUs: bigint): Promise<number> {
  const startedMs = performance.now();
  await clock.waitFor(timeUs, signal);
  return performance.now() - startedMs;
}

it('begins at the first step that is waited for, however far in the window that is', async () => {
  // 40 minutes into the window at speed 60: from the window's start this step would be due in 40 s.
  const clock = new PaceClock({ fromUs: 0n, toUs: 7_200_000_000n, speed: 60 });
  expect(await waitedMs(clock, 2_400_000_000n)).toBeLessThan(1_000);
  // 12 s of domain time later is 200 ms later; a timer may be a millisecond early.
  const waited = await waitedMs(clock, 2_412_000_000n);
  expect(waited).toBeGreaterThan(150);
  expect(waited).toBeLessThan(2_000);
});

it('holds nothing back outside its window', async () => {
  const clock = new PaceClock({ fromUs: 100_000_000n, toUs: 200_000_000n, speed: 1 });
  expect(await waitedMs(clock, 0n)).toBeLessThan(1_000);
  expect(await waitedMs(clock, 99_000_000n)).toBeLessThan(1_000);
  expect(await waitedMs(clock, 300_000_000n)).toBeLessThan(1_000);
});
