import { type Event, event, isEvent } from '@gimbal/contracts';
import { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import { TradeObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { Observed } from '../decoded.js';
import { tradeSeries } from '../venues/venueIdentity.js';
import type { VenueRows } from '../venues/venueRows.js';

/**
 * The gaps before trades that have to join what is known of their instruments: where none of them was known, those between
 * the newest that was and the oldest that is told may be missing, and no count shows it. Of an instrument without any known
 * trade nothing can be missing.
 */
export function tradesUnjoined(
  { named }: Pick<VenueRows, 'named'>,
  feed: string,
  observations: readonly Observed[],
  joining: readonly string[],
): readonly Event<FeedGapDetected>[] {
  return joining.flatMap((instrumentId) => {
    const told = observations.flatMap(({ event: said }) =>
      isEvent(said, TradeObserved) && said.value.instrumentId === instrumentId ? [said.value] : [],
    );
    const oldest = told.reduce(
      (first, one) => (first === undefined || one.observedAtUs < first.observedAtUs ? one : first),
      told[0],
    );
    if (oldest === undefined) return [];
    const series = tradeSeries(oldest);
    const names = named.get(series)?.names ?? [];
    const newest = names.at(-1);
    const isKnown = names.some(({ name }) => told.some(({ tradeId }) => tradeId === name));
    if (newest === undefined || isKnown) return [];
    const expected = `${series}: what follows ${newest.name}`;
    return [event(FeedGapDetected, { feed, expected, found: `${series}: ${oldest.tradeId}` })];
  });
}
