import { type Instrument, parseInstrument } from '@gimbal/instruments';
import type { ListedRow, PricingState } from './pricingState.js';

export interface ListedInstrument extends ListedRow {
  readonly instrumentId: string;
  readonly instrument: Instrument;
}

interface Universe {
  readonly size: number;
  readonly byUnderlying: ReadonlyMap<string, readonly ListedInstrument[]>;
}

/** Listings are only ever appended, so their count tells whether the grouping is still theirs. */
const universes = new WeakMap<PricingState['listings'], Universe>();

/** The listed instruments by underlying, both in order: underlyings by name, instruments by index (0, 1, 2 …). */
export function listedInstruments(state: PricingState): ReadonlyMap<string, readonly ListedInstrument[]> {
  const known = universes.get(state.listings);
  if (known?.size === state.listings.size) return known.byUnderlying;
  const listed = [...state.listings.entries()].map(([instrumentId, row]) => listedInstrument(instrumentId, row));
  // Rows come back from storage in any order, so the order is made here and not taken from the table.
  listed.sort((a, b) => (a.underlying < b.underlying ? -1 : a.underlying > b.underlying ? 1 : a.index - b.index));
  const byUnderlying = new Map<string, ListedInstrument[]>();
  for (const one of listed) {
    const group = byUnderlying.get(one.underlying);
    if (group === undefined) byUnderlying.set(one.underlying, [one]);
    else group.push(one);
  }
  universes.set(state.listings, { size: state.listings.size, byUnderlying });
  return byUnderlying;
}

function listedInstrument(instrumentId: string, row: ListedRow): ListedInstrument {
  const instrument = parseInstrument(instrumentId);
  // Only parsed ids are ever listed: another one means that the log isn't ours.
  if (instrument.kind === 'failure') throw new Error(`Expected a listed instrument's id, was "${instrumentId}".`);
  return { ...row, instrumentId, instrument };
}
