import type { FeedCatalogue } from './feedCatalogue.js';
import type { FeedDescription } from './feedDescription.js';
import { feedHealthOf, type IngestionRows } from './ingestionState.js';
import { ageLimitUs } from './staleness.js';

/** Where a feed stands on the domain clock. */
export interface FeedStanding {
  readonly feed: string;
  /** Zero for a feed that has not spoken yet. */
  readonly lastObservedAtUs: bigint;
  readonly ageUs: bigint;
  /** Zero for a feed that is never stale. */
  readonly ageLimitUs: bigint;
  readonly stale: boolean;
  readonly assumed: boolean;
  readonly observations: number;
  readonly gaps: number;
}

/** Every feed that observes something, in the order of the catalogue. */
export function feedStandings(rows: IngestionRows, catalogue: FeedCatalogue, clockUs: bigint): readonly FeedStanding[] {
  return [...catalogue.feeds.values()].filter(observes).map((feed) => {
    const row = rows.feeds.get(feed.id);
    const health = feedHealthOf(rows, feed.id);
    return {
      feed: feed.id,
      lastObservedAtUs: row?.lastObservedAtUs ?? 0n,
      ageUs: row === undefined ? 0n : clockUs - row.lastObservedAtUs,
      ageLimitUs: ageLimitUs(feed) ?? 0n,
      stale: health.stale,
      assumed: feed.assumed !== null,
      observations: row?.observations ?? 0,
      gaps: health.gaps,
    };
  });
}

/** Parameters and paper actions state what is so; they have no age. */
function observes(feed: FeedDescription): boolean {
  return feed.decoder !== 'reserve-configuration-json' && feed.decoder !== 'lending-action-json';
}
