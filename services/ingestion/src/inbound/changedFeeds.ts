import type { Feed } from '@gimbal/contracts/ingestion/v1/ingestion_service';

/** The feeds whose standing isn't the one that was sent last, by feed. */
export function changedFeeds(feeds: readonly Feed[], sent: ReadonlyMap<string, string>): readonly Feed[] {
  return feeds.filter((feed) => sent.get(feed.feed) !== standingText(feed));
}

/** What counts as a feed's standing, as text: all but its age, which grows with every step. */
export function standingText(feed: Feed): string {
  const { ageUs: _age, ...standing } = feed;
  return JSON.stringify(standing, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
