import type { VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { Table } from '@gimbal/projection';
import { overlayReplaceable, type ReplaceableRows } from '../../chain/replaceableRows.js';

/** An order that is open by what was said of it last. */
export interface VenueOrderRow {
  readonly order: VenueOrderObserved;
  /** Domain time at which it was said. */
  readonly learntAtUs: bigint;
}

/** Each row belongs to one account. */
export interface VenueOrderRows {
  /** By {@link venueOrderKey}; what ended is dropped. */
  readonly open: ReplaceableRows<VenueOrderRow>;
}

export function createVenueOrderRows(): VenueOrderRows & { readonly tables: readonly Table<unknown>[] } {
  const open = new Table<VenueOrderRow>('venue_open_orders');
  return { open, tables: [open] as Table<unknown>[] };
}

export function overlayVenueOrderRows(rows: VenueOrderRows): VenueOrderRows {
  return { open: overlayReplaceable(rows.open) };
}

export function venueOrderKey(name: Pick<VenueOrderObserved, 'venue' | 'accountId' | 'orderId'>): string {
  return `${name.venue}|${name.accountId}|${name.orderId}`;
}
