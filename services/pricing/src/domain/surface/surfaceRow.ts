import type { SliceRefused, SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';

/** An option's quote as its feed last showed it, with what its id says. */
export interface OptionQuoteRow {
  readonly feed: string;
  readonly venue: string;
  readonly instrumentId: string;
  readonly underlying: string;
  readonly quote: string;
  readonly expiryMs: number;
  readonly strike: number;
  readonly right: 'call' | 'put';
  /** Prices are fractions of a coin, or USD. */
  readonly isInCoin: boolean;
  /** 0 where there is none. */
  readonly bidPrice: number;
  readonly askPrice: number;
  readonly markPrice: number;
  readonly bidVol: number;
  readonly askVol: number;
  readonly markVol: number;
  readonly underlyingUsd: number;
  readonly assumed: boolean;
  readonly observedAtUs: bigint;
}

/** One expiry of a surface that a venue publishes itself. */
export interface VenueSliceRow {
  readonly feed: string;
  readonly venue: string;
  readonly underlying: string;
  readonly expiryMs: number;
  readonly a: number;
  readonly b: number;
  readonly rho: number;
  readonly m: number;
  readonly sigma: number;
  readonly forwardUsd: number;
  readonly tauRefYears: number;
  readonly confidence: number;
  readonly assumed: boolean;
  readonly observedAtUs: bigint;
}

/** A venue's surface as it was published last, and the expiries that have none. */
export interface SurfaceRow {
  readonly underlying: string;
  readonly venue: string;
  readonly step: number;
  readonly timeUs: bigint;
  readonly newestQuoteUs: bigint;
  readonly quotesUsed: number;
  readonly quotesRefused: number;
  readonly spotUsd: number;
  readonly method: string;
  readonly slices: readonly SurfaceSlice[];
  readonly refusals: readonly SliceRefused[];
  /** Where it stands in the log. */
  readonly partition: number;
  readonly offset: number;
}

/** When and where a day's surfaces of a venue were published, oldest first. */
export interface SurfaceDayRow {
  readonly timesUs: readonly bigint[];
  readonly offsets: readonly number[];
}

export function surfaceKey(underlying: string, venue: string): string {
  return `${underlying}|${venue}`;
}

const US_PER_DAY = 86_400_000_000n;

export function surfaceDayKey(underlying: string, venue: string, timeUs: bigint): string {
  return `${surfaceKey(underlying, venue)}|${timeUs / US_PER_DAY}`;
}
