/**
 * Raw SVI (Gatheral 2004): total variance w(k) = a + b(ρ(k - m) + √((k - m)² + σ²)) at log-moneyness k = ln(K/F).
 */
export interface SviParameters {
  readonly a: number;
  readonly b: number;
  readonly rho: number;
  readonly m: number;
  readonly sigma: number;
}

/** In what a venue quotes: fractions of the forward (coin-settled), money per coin, or volatility as a fraction. */
export type QuoteUnit = 'coin' | 'quoteCurrency' | 'vol';

/** One option of a book. A side that isn't there is undefined; a bid of 0 is none. */
export interface OptionQuote {
  readonly strike: number;
  readonly right: 'call' | 'put';
  readonly bid: number | undefined;
  readonly ask: number | undefined;
  readonly mark?: number | undefined;
  readonly ageMs: number;
  /** The forward that the venue showed beside this quote: a snapshot polled over a minute has more than one. */
  readonly forward?: number | undefined;
}

/** A dated future of the same expiry, in the quote currency. Bid and ask where there is a book, or only a price. */
export interface FutureQuote {
  readonly bid?: number | undefined;
  readonly ask?: number | undefined;
  readonly price?: number | undefined;
  readonly ageMs: number;
}

/** What is known of one expiry. Rates are continuously compounded and matter only to prices in the quote currency. */
export interface ExpiryQuotes {
  readonly expiryMs: number;
  readonly unit: QuoteUnit;
  readonly ratePer1?: number;
  readonly future?: FutureQuote | undefined;
  readonly options: readonly OptionQuote[];
}

/** Why one quote was left out. */
export const QUOTE_REFUSAL_REASONS = [
  'notFinite',
  'strikeNotPositive',
  'stale',
  'empty',
  'oneSided',
  'crossed',
  'belowIntrinsic',
  'aboveBound',
  'volOutOfRange',
  'moneynessOutOfRange',
] as const;
export type QuoteRefusalReason = (typeof QUOTE_REFUSAL_REASONS)[number];

export interface QuoteRefusal {
  readonly reason: QuoteRefusalReason;
  readonly strike: number;
  readonly right: 'call' | 'put';
  readonly field: 'strike' | 'forward' | 'bid' | 'ask' | 'mark' | 'ageMs' | 'k';
  readonly expected: string;
  readonly found: string;
}

/** Why an expiry has no slice. */
export const SLICE_REFUSAL_REASONS = [
  'notFinite',
  'expired',
  'tooFar',
  'duplicateExpiry',
  'tooManyExpiries',
  'tooManyQuotes',
  'noForward',
  'tooFewQuotes',
  'fitFailed',
  'butterfly',
  'calendar',
  'badParameters',
] as const;
export type SliceRefusalReason = (typeof SLICE_REFUSAL_REASONS)[number];

export interface SliceRefusal {
  readonly expiryMs: number;
  readonly reason: SliceRefusalReason;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  readonly quotesRefused: readonly QuoteRefusal[];
}

export type ForwardSource = 'future' | 'putCallParity' | 'quotes' | 'venueSvi';

/** A forward, where it comes from, and half of the width within which its source leaves it. */
export interface ForwardEstimate {
  readonly forward: number;
  readonly source: ForwardSource;
  readonly halfWidth: number;
  /** Strikes (put-call parity) or quotes that carried it; 1 for a future. */
  readonly observations: number;
  /** Observations that lay too far from the others, a future among them. */
  readonly outliers: number;
}

/** How well a slice meets the quotes that were used. Vol in fractions. */
export interface SliceFit {
  readonly quotesUsed: number;
  readonly insideBidAsk: number;
  /** Sum of the quotes' vegas, per unit of forward: the weight of this slice's error in that of a surface. */
  readonly vegaSum: number;
  readonly vegaWeightedRmseVol: number;
  readonly worstVol: number;
}

/** One expiry of a surface. `tauYears` is what its total variance refers to: ACT/365, or a venue's reference tenor. */
export interface SurfaceSlice {
  readonly expiryMs: number;
  readonly tauYears: number;
  readonly svi: SviParameters;
  readonly forward: ForwardEstimate;
  readonly fit: SliceFit | undefined;
  readonly quotesRefused: readonly QuoteRefusal[];
}

/** Slices in order of expiry, free of butterfly and calendar arbitrage, and the expiries that have none with the reason. */
export interface Surface {
  readonly asOfMs: number;
  readonly slices: readonly SurfaceSlice[];
  readonly refusals: readonly SliceRefusal[];
}

/** What a surface is fitted to. `previous` is the surface before of the same underlying, and makes this one lean on it. */
export interface SurfaceInput {
  readonly asOfMs: number;
  readonly expiries: readonly ExpiryQuotes[];
  readonly previous?: Surface | undefined;
}
