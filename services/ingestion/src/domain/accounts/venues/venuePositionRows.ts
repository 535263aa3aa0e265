import { Table } from '@gimbal/projection';
import { overlayReplaceable, type ReplaceableRows } from '../../chain/replaceableRows.js';

/** A fill as a signed decimal: sold is below 0. */
export interface SignedFill {
  readonly quantity: string;
  readonly atUs: bigint;
}

/** What a venue said that an account holds of an instrument, first or last. */
export interface SaidPosition {
  readonly quantity: string;
  readonly atUs: bigint;
}

/** The fills of an account in one instrument of a venue, beside what the venue says that it holds. Decimal strings. */
export interface VenuePositionRow {
  readonly accountId: string;
  readonly place: string;
  readonly instrumentId: string;
  /** The sub-account that holds it, as the venue's positions and fills name it; '' of fills that were said without one. */
  readonly source: string;
  /** The position that facts begin with; undefined until the venue said one. */
  readonly opening: SaidPosition | undefined;
  /** Fills before the opening was heard: those after its time count once it is. */
  readonly waiting: readonly SignedFill[];
  /** The sum of fills after the opening. */
  readonly fills: string;
  readonly newestFillUs: bigint;
  readonly observed: SaidPosition | undefined;
  /** Domain time at which the sum or the observed quantity last changed, and what changed it. */
  readonly changedAtUs: bigint;
  readonly cause: string;
  /** The difference that each position since then had to the fills before it; undefined where the last one had none. */
  readonly steady: { readonly difference: string; readonly sinceUs: bigint } | undefined;
  /** The difference that an open break was said with. */
  readonly open: string | undefined;
  /** The instrument expired and the position is gone: the row waits for its break to close. */
  readonly expired: boolean;
}

/** Each row belongs to one account. */
export interface VenuePositionRows {
  /** By {@link venuePositionKey}; those of instruments that expired are dropped. */
  readonly reconciled: ReplaceableRows<VenuePositionRow>;
  /** Names of rows where fills and position differ or a break is open: all that a step has to look at. */
  readonly unsettled: ReplaceableRows<true>;
  /** The sub-accounts that an account holds an instrument with, by its name without one: for fills that don't name theirs. */
  readonly sources: ReplaceableRows<readonly string[]>;
}

export function createVenuePositionRows(): VenuePositionRows & { readonly tables: readonly Table<unknown>[] } {
  const reconciled = new Table<VenuePositionRow>('venue_positions');
  const unsettled = new Table<true>('venue_positions_unsettled');
  const sources = new Table<readonly string[]>('venue_position_sources');
  const rows = { reconciled, unsettled, sources };
  return { ...rows, tables: Object.values(rows) as Table<unknown>[] };
}

export function overlayVenuePositionRows(rows: VenuePositionRows): VenuePositionRows {
  return {
    reconciled: overlayReplaceable(rows.reconciled),
    unsettled: overlayReplaceable(rows.unsettled),
    sources: overlayReplaceable(rows.sources),
  };
}

/** An instrument that an account holds at a venue, with one sub-account or several. */
export interface HeldName {
  readonly accountId: string;
  readonly place: string;
  readonly instrumentId: string;
}

export function heldKey({ accountId, place, instrumentId }: HeldName): string {
  return `${accountId}|${place}|${instrumentId}`;
}

export function venuePositionKey(name: HeldName & { readonly source: string }): string {
  return `${heldKey(name)}|${name.source}`;
}
