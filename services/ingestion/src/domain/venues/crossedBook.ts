import type { BookLevel } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { FrameProblem } from './venueSession.js';

/** Says that the best bid is at or above the best ask. The book is passed on all the same. */
export function crossedBook(
  subject: string,
  bids: readonly BookLevel[],
  asks: readonly BookLevel[],
): readonly FrameProblem[] {
  const [bid] = bids;
  const [ask] = asks;
  if (bid === undefined || ask === undefined || Number(bid.price) < Number(ask.price)) return [];
  const detail = `Expected a best bid below the best ask ${ask.price}, was ${bid.price}.`;
  return [{ kind: 'crossed', subject, detail }];
}
