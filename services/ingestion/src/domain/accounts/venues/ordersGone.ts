import { event, isEvent } from '@gimbal/contracts';
import { VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { Observed } from '../../decoded.js';
import { NOT_OPEN } from '../../venues/venueFacts.js';
import type { CompleteList } from '../../venues/venueSession.js';
import { venueOrderKey, type VenueOrderRows } from './venueOrderRows.js';

/**
 * The orders that were said to be open before, on whichever connection, and that a whole list of their sub-account doesn't
 * name: the venue has them no longer, and how they ended isn't known. An order that was learnt of when the list may have
 * been made already waits for the next one. One without a sub-account belongs to any of its account.
 */
export function ordersGone(
  rows: VenueOrderRows,
  observations: readonly Observed[],
  lists: readonly CompleteList[],
): readonly Observed[] {
  const complete = lists.filter((list) => list.of === 'orders');
  if (complete.length === 0) return [];
  const listed = new Set<string>();
  for (const { event: said } of observations) {
    if (isEvent(said, VenueOrderObserved)) listed.add(venueOrderKey(said.value));
  }
  const gone: [string, Observed][] = [];
  for (const [key, { order, learntAtUs }] of rows.open.entries()) {
    if (listed.has(key)) continue;
    const { accountId, source, venue } = order;
    const list = complete.find(
      (of) => of.accountId === accountId && of.place === venue && (source === '' || of.source === source),
    );
    if (list === undefined || learntAtUs >= (list.asOfUs ?? list.observedAtUs)) continue;
    const { observedAtUs } = list;
    const ended = { ...order, status: NOT_OPEN, open: false, observedAtUs };
    gone.push([key, { topic: 'account', key: accountId, event: event(VenueOrderObserved, ended), observedAtUs }]);
  }
  return gone.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, observed]) => observed);
}
