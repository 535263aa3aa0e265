/** What tells of a service's progress. */
export interface Advancing {
  onAdvance(listener: () => void): () => void;
}

/**
 * Yields once at the beginning, and again whenever the service has advanced since the last time the reader came back:
 * a slow reader skips states, and nothing is queued. Ends when the signal aborts.
 */
export async function* advances(source: Advancing, signal: AbortSignal): AsyncIterable<void> {
  let pending = true;
  let wake: (() => void) | undefined;
  const notice = (): void => {
    pending = true;
    wake?.();
  };
  const stop = source.onAdvance(notice);
  signal.addEventListener('abort', notice, { once: true });
  try {
    while (!signal.aborted) {
      if (!pending) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
        continue;
      }
      pending = false;
      yield;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', notice);
  }
}
