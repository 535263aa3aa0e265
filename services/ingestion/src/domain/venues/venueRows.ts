import type { LendingRows } from '@gimbal/margin';
import { overlayRows } from '@gimbal/margin';
import { Table } from '@gimbal/projection';
import { ONE_TIME_NAMES_MAX, SERIES_HOLES_MAX, SERIES_NAMES_MAX } from './venueLimits.js';
import type { VenueIdentity, VenueSource } from './venueIdentity.js';

/** The newest state of a part. */
export interface VenuePartRow {
  readonly observedAtUs: bigint;
  readonly state: string;
  readonly count: bigint | undefined;
}

/** A series that the venue counts: everything from the first to the last is known but for the holes. */
export interface CountedSeriesRow {
  readonly first: bigint;
  readonly last: bigint;
  readonly holes: readonly { readonly from: bigint; readonly to: bigint }[];
}

/** The names of a series that were said last, oldest first, and the newest time among those that were forgotten. */
export interface NamedSeriesRow {
  readonly names: readonly { readonly name: string; readonly observedAtUs: bigint; readonly state: string }[];
  readonly forgottenThroughUs: bigint;
}

export interface VenueRows {
  readonly parts: LendingRows<VenuePartRow>;
  readonly counted: LendingRows<CountedSeriesRow>;
  readonly named: LendingRows<NamedSeriesRow>;
}

export function createVenueRows(): VenueRows & { readonly tables: readonly Table<unknown>[] } {
  const parts = new Table<VenuePartRow>('venue_parts');
  const counted = new Table<CountedSeriesRow>('venue_counted_series');
  const named = new Table<NamedSeriesRow>('venue_named_series');
  return { tables: [parts, counted, named] as readonly Table<unknown>[], parts, counted, named };
}

export function overlayVenueRows(rows: VenueRows): VenueRows {
  return { parts: overlayRows(rows.parts), counted: overlayRows(rows.counted), named: overlayRows(rows.named) };
}

/** Folds the identity of something that was said. Total: what was said out of order is folded as well. */
export function foldVenueIdentity(rows: VenueRows, { observedAtUs, venue }: VenueIdentity): void {
  switch (venue.kind) {
    case 'state':
    case 'terms': {
      const held = rows.parts.get(venue.part);
      if (held !== undefined && held.observedAtUs > observedAtUs) return;
      const count = venue.kind === 'state' ? venue.count : undefined;
      return void rows.parts.set(venue.part, { observedAtUs, state: venue.state, count });
    }
    case 'counted':
      return void rows.counted.set(venue.series, withCount(rows.counted.get(venue.series), venue.count));
    case 'named':
      return void rows.named.set(venue.series, withName(rows.named.get(venue.series), venue, observedAtUs));
  }
}

function withCount(row: CountedSeriesRow | undefined, count: bigint): CountedSeriesRow {
  if (row === undefined) return { first: count, last: count, holes: [] };
  const { first, last, holes } = row;
  if (count < first) return row;
  if (count > last) {
    const hole = count > last + 1n ? [{ from: last + 1n, to: count - 1n }] : [];
    const open = [...holes, ...hole];
    if (open.length <= SERIES_HOLES_MAX) return { first, last: count, holes: open };
    // The oldest hole is given up: the series begins after it, and what lies before is late.
    const [oldest, ...rest] = open;
    return { first: (oldest?.to ?? last) + 1n, last: count, holes: rest };
  }
  const left = holes.flatMap(({ from, to }) =>
    count < from || count > to
      ? [{ from, to }]
      : [
          { from, to: count - 1n },
          { from: count + 1n, to },
        ].filter((rest) => rest.from <= rest.to),
  );
  return { first, last, holes: left };
}

function withName(
  row: NamedSeriesRow | undefined,
  { name, state, namesMax = SERIES_NAMES_MAX }: Extract<VenueSource, { kind: 'named' }>,
  observedAtUs: bigint,
): NamedSeriesRow {
  const held = row?.names ?? [];
  const known = held.findIndex((one) => one.name === name);
  const names = known === -1 ? held.slice() : held.toSpliced(known, 1);
  // By its time: what is told again of a hole is older than what came meanwhile, and is forgotten before that.
  let place = names.length;
  while (place > 0 && names[place - 1]!.observedAtUs > observedAtUs) place--;
  names.splice(place, 0, { name, observedAtUs, state });
  const forgottenThroughUs = row?.forgottenThroughUs ?? -1n;
  if (names.length <= namesMax) return { names, forgottenThroughUs };
  // Whole times are forgotten: a block's trades have one, and with some of them gone the rest of it would be late.
  const timeUs = names[0]!.observedAtUs;
  let ofTime = 1;
  while (names[ofTime]?.observedAtUs === timeUs) ofTime++;
  const isWhole = names.length - ofTime >= namesMax;
  if (!isWhole && names.length <= namesMax + ONE_TIME_NAMES_MAX) return { names, forgottenThroughUs };
  names.splice(0, isWhole ? ofTime : 1);
  return { names, forgottenThroughUs: timeUs > forgottenThroughUs ? timeUs : forgottenThroughUs };
}
