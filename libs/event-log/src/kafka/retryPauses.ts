import { setTimeout as sleep } from 'node:timers/promises';
import { asLogFailure } from './errorCodes.js';
import { RETRY_PAUSE_MAX_MS, RETRY_PAUSE_MIN_MS } from './limits.js';

/** The pause before try n, counted from 0: doubling up to a half second. */
export function retryPauseMs(tries: number): number {
  return Math.min(RETRY_PAUSE_MIN_MS * 2 ** tries, RETRY_PAUSE_MAX_MS);
}

/** Tries again while the failure is `unavailable` and patience lasts; rejects with the last LogFailure. */
export async function persist<T>(patienceMs: number, attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const failure = asLogFailure(error);
      if (failure.code !== 'unavailable' || performance.now() >= deadline) throw failure;
    }
    await sleep(retryPauseMs(tries));
  }
}
