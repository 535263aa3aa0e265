import type { OptionQuoteRow, SurfaceRow, VenueSliceRow } from './surfaceRow.js';
import { surfaceKey } from './surfaceRow.js';
import type { PricingState } from '../pricingState.js';

/** What one venue shows of an underlying's options that have not expired, in an order of its own. */
export interface VenueChain {
  readonly underlying: string;
  readonly venue: string;
  readonly quotes: readonly OptionQuoteRow[];
  readonly slices: readonly VenueSliceRow[];
  /** The surface that stands. */
  readonly surface: SurfaceRow | undefined;
}

/** The chains of all venues, by underlying and venue; rows come back from storage in any order, so it is made here. */
export function venueChains(state: PricingState, timeUs: bigint): readonly VenueChain[] {
  const chains = new Map<string, { quotes: OptionQuoteRow[]; slices: VenueSliceRow[] }>();
  const chainOf = ({ underlying, venue }: { readonly underlying: string; readonly venue: string }) => {
    const key = surfaceKey(underlying, venue);
    const known = chains.get(key);
    if (known !== undefined) return known;
    const chain = { quotes: [], slices: [] };
    chains.set(key, chain);
    return chain;
  };
  const isAlive = ({ expiryMs }: { readonly expiryMs: number }): boolean => BigInt(expiryMs) * 1000n > timeUs;
  for (const quote of state.optionQuotes.values()) if (isAlive(quote)) chainOf(quote).quotes.push(quote);
  for (const slice of state.venueSlices.values()) if (isAlive(slice)) chainOf(slice).slices.push(slice);
  return [...chains]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { quotes, slices }]) => {
      const { underlying, venue } = (quotes[0] ?? slices[0])!;
      quotes.sort(
        (a, b) => compare(a.expiryMs, b.expiryMs) || compare(a.instrumentId, b.instrumentId) || compare(a.feed, b.feed),
      );
      slices.sort((a, b) => compare(a.expiryMs, b.expiryMs) || compare(a.feed, b.feed));
      return { underlying, venue, quotes, slices, surface: state.surfaces.get(key) };
    });
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
