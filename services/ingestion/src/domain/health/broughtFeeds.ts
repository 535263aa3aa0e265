import type { IngestionRows } from '../ingestionState.js';
import { type Connection, connectionOf } from './connectionOf.js';

/** A feed that the catalogue doesn't list, and the connection that brings it. */
export interface BroughtFeed {
  readonly feed: string;
  readonly connection: Connection;
}

/** What connections have brought so far, by name. Nothing for a recording of feeds that are all listed. */
export function broughtFeeds(rows: IngestionRows, connections: readonly Connection[]): readonly BroughtFeed[] {
  if (connections.length === 0) return [];
  return [...rows.feeds.values()]
    .flatMap(({ feed }) => {
      const connection = connectionOf(connections, feed);
      return connection === undefined || connection.id === feed ? [] : [{ feed, connection }];
    })
    .sort((a, b) => (a.feed < b.feed ? -1 : 1));
}

/**
 * When a connection or a feed of it was last heard of by the source's time: a chain's block tells of each of its contracts
 * that it stands as it stood, a venue speaks of each thing by itself. Undefined while there was nothing.
 */
export function heardAtUs(rows: IngestionRows, { feed, connection }: BroughtFeed): bigint | undefined {
  if (connection.decoder === 'evm-block-json') return rows.health.reorgs.get(connection.chain)?.headTimeUs;
  return rows.feeds.get(feed)?.lastObservedAtUs;
}
