import { type Event, isEvent } from '@gimbal/contracts';
import { VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { venueOrderKey, type VenueOrderRows } from './venueOrderRows.js';

/** Keeps the orders that are open, as they were said last. Total: what ended and was never open changes nothing. */
export function foldVenueOrders(rows: VenueOrderRows, said: Event & { readonly timeUs: bigint }): void {
  if (!isEvent(said, VenueOrderObserved)) return;
  const { value: order, timeUs: learntAtUs } = said;
  const key = venueOrderKey(order);
  if (order.open) rows.open.set(key, { order, learntAtUs });
  else if (rows.open.get(key) !== undefined) rows.open.delete(key);
}
