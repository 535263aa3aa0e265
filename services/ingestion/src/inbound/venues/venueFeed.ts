import type { FeedDescription } from '../../domain/feedDescription.js';

/** The feed of one connection to a venue, or of one set of questions. */
export function venueFeed(
  id: string,
  venue: string,
  staleAfterSeconds: number | null,
  account: string | undefined,
  deployment?: string,
): FeedDescription {
  return { id, decoder: 'venue-session', venue, account, deployment, staleAfterSeconds, assumed: null };
}
