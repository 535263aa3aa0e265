import type { Batch, BatchHandler, SubscribeFrom, Subscription } from './eventLog.js';

/**
 * Gives the next batches of any of the places; waits until there is one. May return none when the signal is aborted.
 */
export type NextBatches = (places: readonly SubscribeFrom[], signal: AbortSignal) => Promise<readonly Batch[]>;

/** Hands batches to the handler one at a time, and asks for more only when all have been handled. */
export function runSubscription(
  from: readonly SubscribeFrom[],
  next: NextBatches,
  handler: BatchHandler,
): Subscription {
  const stopping = new AbortController();
  const offsets = new Map(from.map((place) => [placeKey(place.topic, place.partition), place]));
  const run = async () => {
    while (!stopping.signal.aborted) {
      for (const batch of await next([...offsets.values()], stopping.signal)) {
        if (stopping.signal.aborted) return;
        await handler(batch);
        const { topic, partition, firstOffset, records } = batch;
        offsets.set(placeKey(topic, partition), { topic, partition, offset: firstOffset + records.length });
      }
    }
  };
  const done = run();
  return {
    done,
    async stop() {
      stopping.abort();
      // The reason of a failure is for whoever watches `done`.
      await done.catch(() => undefined);
    },
  };
}

export function placeKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
