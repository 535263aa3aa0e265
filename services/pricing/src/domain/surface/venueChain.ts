import { degradationOf } from '@gimbal/contracts';
import type { OptionQuoteRow, SurfaceRow, VenueSliceRow } from './surfaceRow.js';
import { surfaceKey } from './surfaceRow.js';
import type { PricingState } from '../pricingState.js';

const US_PER_MS = 1000n;

/** What one venue shows of an underlying's options that have not expired. */
export interface VenueChain {
  readonly underlying: string;
  readonly venue: string;
  readonly quotes: readonly OptionQuoteRow[];
  readonly slices: readonly VenueSliceRow[];
  /** The surface that stands. */
  readonly surface: SurfaceRow | undefined;
}

/**
 * The chains of all venues, by underlying and venue, without quotes of a feed that is degraded: no surface is fitted to them,
 * and the one that stands ages. Each one's rows are in no order yet: see `inOrder`.
 */
export function venueChains(state: PricingState, timeUs: bigint): readonly VenueChain[] {
  const chains = new Map<string, { quotes: OptionQuoteRow[]; slices: VenueSliceRow[] }>();
  const chainOf = (underlying: string, venue: string): { quotes: OptionQuoteRow[]; slices: VenueSliceRow[] } => {
    const key = surfaceKey(underlying, venue);
    const known = chains.get(key);
    if (known !== undefined) return known;
    const chain = { quotes: [], slices: [] };
    chains.set(key, chain);
    return chain;
  };
  const nowMs = Number(timeUs / US_PER_MS);
  for (const quote of state.optionQuotes.values()) {
    if (quote.expiryMs <= nowMs || isDoubtful(state, quote.feed, quote.instrumentId)) continue;
    chainOf(quote.underlying, quote.venue).quotes.push(quote);
  }
  for (const slice of state.venueSlices.values()) {
    if (slice.expiryMs <= nowMs || isDoubtful(state, slice.feed, '')) continue;
    chainOf(slice.underlying, slice.venue).slices.push(slice);
  }
  return [...chains]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, { quotes, slices }]) => {
      const { underlying, venue } = (quotes[0] ?? slices[0])!;
      return { underlying, venue, quotes, slices, surface: state.surfaces.get(key) };
    });
}

function isDoubtful({ feedDoubts }: PricingState, feed: string, instrumentId: string): boolean {
  return feedDoubts.size > 0 && degradationOf(feedDoubts.get(feed), instrumentId) !== undefined;
}

/** The chain with its rows in an order of their own: they come back from storage in any, and a fit adds them up. */
export function inOrder(chain: VenueChain): VenueChain {
  const byExpiry = (a: VenueSliceRow | OptionQuoteRow, b: VenueSliceRow | OptionQuoteRow): number =>
    compare(a.expiryMs, b.expiryMs) || compare(a.feed, b.feed);
  return {
    ...chain,
    quotes: chain.quotes.toSorted((a, b) => byExpiry(a, b) || compare(a.instrumentId, b.instrumentId)),
    slices: chain.slices.toSorted(byExpiry),
  };
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
