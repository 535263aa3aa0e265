import type { FeedDescription } from '../../domain/feedDescription.js';

/** The feed of one connection to a venue, or of one set of questions. */
export function venueFeed(
  id: string,
  venue: string,
  staleAfterSeconds: number | null,
  account: string | undefined,
): FeedDescription {
  return { id, decoder: 'venue-session', venue, account, staleAfterSeconds, assumed: null };
}
