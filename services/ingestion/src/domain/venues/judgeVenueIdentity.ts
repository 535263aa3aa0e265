import { ENDED, GONE, type VenueIdentity, type VenueSource } from './venueIdentity.js';
import type { CountedSeriesRow, NamedSeriesRow, VenuePartRow, VenueRows } from './venueRows.js';

/** What something that a venue said is, beside what it said before. Times and counts explain a late one. */
export type VenueVerdict =
  | { readonly kind: 'new' }
  /** New, and things of its series between the last one and it are missing. */
  | { readonly kind: 'gap'; readonly expected: string; readonly found: string }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'late'; readonly expected: string; readonly found: string };

const NEW: VenueVerdict = { kind: 'new' };
const DUPLICATE: VenueVerdict = { kind: 'duplicate' };

export function judgeVenueIdentity(rows: VenueRows, { observedAtUs, venue }: VenueIdentity): VenueVerdict {
  switch (venue.kind) {
    case 'state':
      return judgeState(rows.parts.get(venue.part), venue, observedAtUs);
    case 'terms':
      return judgeTerms(rows.parts.get(venue.part), venue, observedAtUs);
    case 'counted':
      return judgeCounted(rows.counted.get(venue.series), venue);
    case 'named':
      if (isInOlderSeries(rows, venue)) return DUPLICATE;
      return judgeNamed(rows.named.get(venue.series), venue, observedAtUs);
  }
}

/** Two states of one instant are both news, in the order of their counts where they have some. */
function judgeState(
  held: VenuePartRow | undefined,
  { part, state, count }: Extract<VenueSource, { kind: 'state' }>,
  observedAtUs: bigint,
): VenueVerdict {
  if (held === undefined || observedAtUs > held.observedAtUs) return NEW;
  if (observedAtUs < held.observedAtUs) return lateBy(part, held.observedAtUs, observedAtUs);
  if (state === held.state) return DUPLICATE;
  const isBehind = count !== undefined && held.count !== undefined && count < held.count;
  return isBehind ? { kind: 'late', expected: `${part} after ${held.count}`, found: `${count}` } : NEW;
}

function judgeTerms(
  held: VenuePartRow | undefined,
  { part, state }: Extract<VenueSource, { kind: 'terms' }>,
  observedAtUs: bigint,
): VenueVerdict {
  if (held === undefined) return NEW;
  if (state === held.state) return DUPLICATE;
  return observedAtUs < held.observedAtUs ? lateBy(part, held.observedAtUs, observedAtUs) : NEW;
}

/** What comes out of a hole is known to be new. What lies before the first is unknown, and late. */
function judgeCounted(
  row: CountedSeriesRow | undefined,
  { series, count }: Extract<VenueSource, { kind: 'counted' }>,
): VenueVerdict {
  if (row === undefined) return NEW;
  if (count > row.last + 1n) {
    return { kind: 'gap', expected: `${series}: ${row.last + 1n}`, found: `${series}: ${count}` };
  }
  if (count > row.last) return NEW;
  if (count < row.first) return { kind: 'late', expected: `${series} from ${row.first} on`, found: `${count}` };
  return row.holes.some(({ from, to }) => count >= from && count <= to) ? NEW : DUPLICATE;
}

function isInOlderSeries(
  { named }: VenueRows,
  { name, olderSeries }: Extract<VenueSource, { kind: 'named' }>,
): boolean {
  if (olderSeries === undefined) return false;
  return named.get(olderSeries)?.names.some((known) => known.name === name) === true;
}

function judgeNamed(
  row: NamedSeriesRow | undefined,
  { series, name, state }: Extract<VenueSource, { kind: 'named' }>,
  observedAtUs: bigint,
): VenueVerdict {
  if (row === undefined) return NEW;
  const held = row.names.find((known) => known.name === name);
  if (held !== undefined) {
    if (state === held.state) return DUPLICATE;
    if (state === GONE && held.state.startsWith(ENDED)) return DUPLICATE;
    if (held.state === GONE) return NEW;
    return observedAtUs < held.observedAtUs ? lateBy(`${series}|${name}`, held.observedAtUs, observedAtUs) : NEW;
  }
  if (observedAtUs > row.forgottenThroughUs) return NEW;
  return lateBy(series, row.forgottenThroughUs, observedAtUs);
}

function lateBy(subject: string, expectedUs: bigint, foundUs: bigint): VenueVerdict {
  return { kind: 'late', expected: `${subject} after ${expectedUs} µs`, found: `${foundUs} µs` };
}
