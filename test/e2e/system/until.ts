import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** Resolves once the condition holds. Rejects when it does not within the time. */
export async function until(holds: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
  const lateMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > lateMs) throw new Error(`Expected it to hold within ${withinMs} ms: ${holds.toString()}`);
    await sleep(POLL_MS);
  }
}
