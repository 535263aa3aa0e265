/**
 * The items of several streams as they come, each stream in its own order. At most one item a stream is taken ahead.
 * Throws what the first stream to fail throws; all are closed at the end.
 */
export async function* mergeStreams<T>(
  streams: readonly AsyncGenerator<T, void, undefined>[],
): AsyncGenerator<T, void, undefined> {
  const next = async (i: number): Promise<{ i: number; result: IteratorResult<T, void> }> => {
    return { i, result: await streams[i]!.next() };
  };
  const pending = new Map(streams.map((_, i) => [i, next(i)]));
  try {
    while (pending.size > 0) {
      const { i, result } = await Promise.race(pending.values());
      if (result.done === true) {
        pending.delete(i);
        continue;
      }
      yield result.value;
      pending.set(i, next(i));
    }
  } finally {
    // A stream that waits for its next item can't be returned from until it ends, so nobody waits for it: its signal does.
    for (const [i, promise] of pending) {
      promise.catch(() => undefined);
      void streams[i]!.return().catch(() => undefined);
    }
  }
}
