import type { Batch, EventLog, SubscribeFrom } from '@gimbal/event-log';

/**
 * A subscription as an async iterable. The log hands over one batch and is asked for no more until the reader comes back
 * for the next, so at most one batch waits here. Ends when the signal aborts; throws what the subscription failed with.
 */
export async function* followBatches(
  log: EventLog,
  from: readonly SubscribeFrom[],
  signal: AbortSignal,
): AsyncIterable<Batch> {
  let waiting: Batch | undefined;
  let taken: (() => void) | undefined;
  let ended = signal.aborted;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;

  const subscription = log.subscribe(from, (batch) => {
    if (ended || batch.records.length === 0) return undefined;
    return new Promise<void>((resolve) => {
      waiting = batch;
      taken = resolve;
      wake?.();
    });
  });
  const end = (error?: { readonly error: unknown }): void => {
    ended = true;
    failure ??= error;
    taken?.();
    wake?.();
  };
  subscription.done.then(
    () => end(),
    (error: unknown) => end({ error }),
  );
  const aborted = (): void => end();
  signal.addEventListener('abort', aborted, { once: true });

  try {
    for (;;) {
      if (failure !== undefined) throw failure.error;
      if (ended) return;
      if (waiting === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
        continue;
      }
      const batch: Batch = waiting;
      waiting = undefined;
      yield batch;
      taken?.();
    }
  } finally {
    signal.removeEventListener('abort', aborted);
    end();
    await subscription.stop();
  }
}
