import type { FeedDescription, FeedOf } from './feedDescription.js';
import type { OrderFlowWatch } from './orderFlow/flowWatch.js';
import type { ProtocolHealthWatch } from './protocolHealth/healthWatch.js';

/** What more than its observations is said of a catalogue's pools, books and deployments. */
export interface Watched {
  readonly orderFlow: readonly OrderFlowWatch[];
  readonly protocolHealth: readonly ProtocolHealthWatch[];
}

export const NOTHING_WATCHED: Watched = { orderFlow: [], protocolHealth: [] };

/** The feeds of a recording or of a set of connectors, by id and in the order in which they were listed. */
export interface FeedCatalogue {
  readonly feeds: ReadonlyMap<string, FeedDescription>;
  /** Assumed perpetuals by the pool that they follow. */
  readonly perpsByPool: ReadonlyMap<string, readonly FeedOf<'assumed-perp'>[]>;
  /** Deployments whose accounts live on the paper chain. */
  readonly paperDeployments: ReadonlySet<string>;
  readonly watched: Watched;
}

export function feedCatalogue(feeds: readonly FeedDescription[], watched: Watched = NOTHING_WATCHED): FeedCatalogue {
  const perps = feeds.filter((feed) => feed.decoder === 'assumed-perp');
  return {
    feeds: new Map(feeds.map((feed) => [feed.id, feed])),
    perpsByPool: Map.groupBy(perps, (perp) => perp.poolFeed),
    paperDeployments: new Set(
      feeds.flatMap((feed) => (feed.decoder === 'lending-action-json' ? [feed.deployment] : [])),
    ),
    watched,
  };
}
