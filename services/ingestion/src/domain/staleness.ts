import { type Event, event } from '@gimbal/contracts';
import { FeedRecovered, FeedWentStale } from '@gimbal/contracts/ingestion/v1/market_events';
import type { FeedCatalogue } from './feedCatalogue.js';
import type { FeedDescription } from './feedDescription.js';
import { type BroughtFeed, broughtFeeds, heardAtUs } from './health/broughtFeeds.js';
import { connectionsOf } from './health/connectionOf.js';
import { feedHealthOf, type IngestionRows } from './ingestionState.js';

const US_PER_SECOND = 1_000_000n;

/** A feed with an age, and when it was last heard of in some rows; undefined while it hasn't spoken. */
export interface AgeingFeed {
  readonly feed: string;
  readonly ageLimitUs: bigint;
  lastHeardAtUs(rows: IngestionRows): bigint | undefined;
}

/** The age beyond which a feed is stale, in microseconds; undefined for one that never is. */
export function ageLimitUs({ staleAfterSeconds }: Pick<FeedDescription, 'staleAfterSeconds'>): bigint | undefined {
  return staleAfterSeconds === null ? undefined : BigInt(staleAfterSeconds) * US_PER_SECOND;
}

/**
 * Feeds that can be stale: those of the catalogue that have a limit, and what a chain brings by the limit of the chain's
 * blocks. What a venue brings speaks by its connection's own feed.
 */
export function ageingFeeds(rows: IngestionRows, catalogue: FeedCatalogue): readonly AgeingFeed[] {
  const connections = connectionsOf(catalogue);
  const listed = [...catalogue.feeds.values()].flatMap((feed) => {
    const limitUs = ageLimitUs(feed);
    if (limitUs === undefined) return [];
    const ofChain = feed.decoder === 'evm-block-json' ? { feed: feed.id, connection: feed } : undefined;
    return [ageing(feed.id, limitUs, ofChain)];
  });
  const brought = broughtFeeds(rows, connections).flatMap((one) => {
    const limitUs = ageLimitUs(one.connection);
    if (limitUs === undefined || catalogue.feeds.has(one.feed) || one.connection.decoder !== 'evm-block-json')
      return [];
    return [ageing(one.feed, limitUs, one)];
  });
  return [...listed, ...brought];
}

function ageing(feed: string, limitUs: bigint, brought: BroughtFeed | undefined): AgeingFeed {
  const lastHeardAtUs = (rows: IngestionRows): bigint | undefined =>
    brought === undefined ? rows.feeds.get(feed)?.lastObservedAtUs : heardAtUs(rows, brought);
  return { feed, ageLimitUs: limitUs, lastHeardAtUs };
}

/**
 * Says once that a feed has become older than its limit on the domain clock, and once that it speaks again.
 * `before` is the state at the beginning of the step, `now` has its observations.
 */
export function stalenessOf(
  { feed, ageLimitUs: limitUs, lastHeardAtUs }: AgeingFeed,
  before: IngestionRows,
  now: IngestionRows,
  clockUs: bigint,
): Event | undefined {
  const heardUs = lastHeardAtUs(now);
  if (heardUs === undefined) return undefined;
  const ageUs = clockUs - heardUs;
  const { stale } = feedHealthOf(now, feed);
  if (!stale && ageUs > limitUs) {
    return event(FeedWentStale, { feed, lastObservedAtUs: heardUs, ageUs, ageLimitUs: limitUs });
  }
  if (stale && ageUs <= limitUs) {
    const silentSinceUs = lastHeardAtUs(before) ?? heardUs;
    return event(FeedRecovered, { feed, silentForUs: heardUs - silentSinceUs });
  }
  return undefined;
}
