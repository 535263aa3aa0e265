import { type Event, event } from '@gimbal/contracts';
import { FeedRecovered, FeedWentStale } from '@gimbal/contracts/ingestion/v1/market_events';
import type { FeedDescription } from './feedDescription.js';
import { feedHealthOf, type IngestionRows } from './ingestionState.js';

const US_PER_SECOND = 1_000_000n;

/** The age beyond which a feed is stale, in microseconds; undefined for one that never is. */
export function ageLimitUs(feed: FeedDescription): bigint | undefined {
  return feed.staleAfterSeconds === null ? undefined : BigInt(feed.staleAfterSeconds) * US_PER_SECOND;
}

/**
 * Says once that a feed has become older than its limit on the domain clock, and once that it speaks again.
 * `before` is the state at the beginning of the step, `now` has its observations.
 */
export function stalenessOf(
  feed: FeedDescription,
  before: IngestionRows,
  now: IngestionRows,
  clockUs: bigint,
): Event | undefined {
  const limitUs = ageLimitUs(feed);
  const row = now.feeds.get(feed.id);
  if (limitUs === undefined || row === undefined) return undefined;
  const ageUs = clockUs - row.lastObservedAtUs;
  const { stale } = feedHealthOf(now, feed.id);
  if (!stale && ageUs > limitUs) {
    return event(FeedWentStale, { feed: feed.id, lastObservedAtUs: row.lastObservedAtUs, ageUs, ageLimitUs: limitUs });
  }
  if (stale && ageUs <= limitUs) {
    const silentSinceUs = before.feeds.get(feed.id)?.lastObservedAtUs ?? row.lastObservedAtUs;
    return event(FeedRecovered, { feed: feed.id, silentForUs: row.lastObservedAtUs - silentSinceUs });
  }
  return undefined;
}
