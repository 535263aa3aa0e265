import { Feed, type WatchFeedsResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { StageHost } from '@gimbal/projection';
import type { CallContext } from '@gimbal/runtime';
import { describe, expect, it } from 'vitest';
import type { IngestionState } from '../domain/ingestionState.js';
import { watchFeeds } from './watchFeeds.js';

const feed = (name: string, observations: bigint, ageUs: bigint): Feed => ({
  ...Feed.fromPartial({ feed: name }),
  observations,
  ageUs,
});

/** A stage that stands where it is told, and a subscriber that takes a message when it likes. */
function watched(...first: readonly Feed[]) {
  let feeds = first;
  let number = 1;
  const listeners = new Set<() => void>();
  const ended = new AbortController();
  const host = {
    get status() {
      return { state: 'serving', reason: '', step: { number, timeUs: BigInt(number) } };
    },
    onAdvance: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as StageHost<IngestionState>;
  const call = { signal: ended.signal } as CallContext;
  return {
    stream: watchFeeds(host, () => feeds, call)[Symbol.asyncIterator](),
    listeners,
    end: () => ended.abort(),
    advance(...now: readonly Feed[]) {
      feeds = now;
      number++;
      listeners.forEach((listener) => listener());
    },
  };
}

const shown = ({ value }: IteratorResult<WatchFeedsResponse, void>): unknown =>
  value && [value.step, value.feeds.map(({ feed: name, observations }) => [name, observations])];

describe('watching feeds', () => {
  it('begins with all of them, then tells of those that changed; age alone is no change', async () => {
    const { stream, advance } = watched(feed('a', 1n, 0n), feed('b', 1n, 0n));
    expect(shown(await stream.next())).toEqual([
      1n,
      [
        ['a', 1n],
        ['b', 1n],
      ],
    ]);
    const next = stream.next();
    advance(feed('a', 1n, 5n), feed('b', 1n, 5n));
    advance(feed('a', 1n, 9n), feed('b', 2n, 0n));
    expect(shown(await next)).toEqual([3n, [['b', 2n]]]);
  });

  it('sends nothing but the newest state to whoever was slow, each feed once', async () => {
    const { stream, advance } = watched(feed('a', 1n, 0n));
    await stream.next();
    for (let observations = 2n; observations <= 1_000n; observations++) advance(feed('a', observations, 0n));
    expect(shown(await stream.next())).toEqual([1_000n, [['a', 1_000n]]]);
    const next = stream.next();
    advance(feed('a', 1_001n, 0n), feed('new', 0n, 0n));
    expect(shown(await next)).toEqual([
      1_001n,
      [
        ['a', 1_001n],
        ['new', 0n],
      ],
    ]);
  });

  it('ends with the call, and listens no more', async () => {
    const { stream, end, listeners } = watched(feed('a', 1n, 0n));
    await stream.next();
    const next = stream.next();
    end();
    expect((await next).done).toBe(true);
    expect(listeners.size).toBe(0);
  });
});
