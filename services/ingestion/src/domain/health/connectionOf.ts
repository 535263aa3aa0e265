import type { FeedCatalogue } from '../feedCatalogue.js';
import type { FeedOf } from '../feedDescription.js';

/** What brings feeds that the catalogue doesn't list one by one: a venue's connection, or a chain. */
export type Connection = FeedOf<'venue-session'> | FeedOf<'evm-block-json'>;

export function connectionsOf({ feeds }: FeedCatalogue): readonly Connection[] {
  return [...feeds.values()].filter(
    (feed): feed is Connection => feed.decoder === 'venue-session' || feed.decoder === 'evm-block-json',
  );
}

/**
 * The connection that brings a feed, by its name: the connection itself, one whose id it continues (`deribit` brings
 * `deribit:ETH-PERPETUAL`), the chain that is one of its parts (`chainlink:ethereum:ETH-USD`), or else a connection to the venue
 * that it begins with. Undefined for what a recording or a file brings.
 */
export function connectionOf(connections: readonly Connection[], feed: string): Connection | undefined {
  if (connections.length === 0) return undefined;
  const parts = feed.split(':');
  const byName = connections
    .filter(({ id }) => feed === id || feed.startsWith(`${id}:`) || feed.startsWith(`${id}/`))
    .sort((a, b) => b.id.length - a.id.length)[0];
  return (
    byName ??
    connections.find((one) => one.decoder === 'evm-block-json' && parts.includes(one.chain)) ??
    connections.find((one) => one.decoder === 'venue-session' && parts[0] === one.venue)
  );
}
