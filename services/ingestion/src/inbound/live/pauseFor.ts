import type { LiveIo } from './liveIo.js';

/** Waits for so long, or until the signal is aborted; never rejects. */
export function pauseFor(ms: number, io: LiveIo, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = io.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
