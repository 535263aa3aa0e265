const PREFIX = 'chain:';

/** Blocks name their chain and no feed: a chain has one feed, which is named after it. */
export function chainFeed(chain: string): string {
  return `${PREFIX}${chain}`;
}

export function isChainFeed(feed: string): boolean {
  return feed.startsWith(PREFIX);
}
