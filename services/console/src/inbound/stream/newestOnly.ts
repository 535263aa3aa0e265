import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Hands the newest of what it is offered to `deliver`, one at a time and at most once in `intervalMs`; what comes faster
 * is dropped. For states, of which only the last one counts. `deliver` must not reject.
 */
export function newestOnly<T>(
  deliver: (value: T) => Promise<void>,
  intervalMs: number,
  signal: AbortSignal,
): (value: T) => void {
  let newest: { readonly value: T } | undefined;
  let running = false;
  const run = async (): Promise<void> => {
    while (newest !== undefined && !signal.aborted) {
      const { value } = newest;
      newest = undefined;
      await deliver(value);
      await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
    }
    running = false;
  };
  return (value) => {
    newest = { value };
    if (running) return;
    running = true;
    void run();
  };
}
