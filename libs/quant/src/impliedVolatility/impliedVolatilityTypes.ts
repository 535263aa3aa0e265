/** What an implied volatility needs: price, forward and strike in one currency, years as seconds/(365·86,400), the rate per year as a fraction. */
export interface ImpliedVolatilityInput {
  /** What the option costs now; its undiscounted value is price·exp(ratePer1·tauYears). */
  readonly price: number;
  readonly forward: number;
  readonly strike: number;
  readonly tauYears: number;
  /** Continuously compounded; 0 for a price that isn't discounted. */
  readonly ratePer1: number;
  readonly right: 'call' | 'put';
}

/**
 * Why an element has no volatility, by the code that columns carry. `implied` is 0.
 *
 * A price equal to intrinsic value has none: only a volatility of 0 has it exactly, and so has, rounded to a double,
 * every volatility up to some size. That is `timeValueBelowPrecision`, as far as the price lies within four roundings
 * below intrinsic; a price further below is an arbitrage, `priceBelowIntrinsic`. With a rate the discount has roundings
 * of its own, four and one more for each unit of |r·τ|: a time value within these of intrinsic, on either side, is noise. A price at its bound (the discounted
 * forward for a call, strike for a put) belongs to an infinite volatility, or was rounded up from below it.
 */
export const IMPLIED_VOLATILITY_REASONS = [
  'implied',
  'notFinite',
  'forwardNotPositive',
  'strikeNotPositive',
  'expired',
  'priceNotPositive',
  'priceBelowIntrinsic',
  'timeValueBelowPrecision',
  'priceAboveBound',
  'outOfRange',
] as const;

export type ImpliedVolatilityReason = (typeof IMPLIED_VOLATILITY_REASONS)[number];

/** The input that can't be inverted: which field, what was expected of it and what it was. */
export interface ImpliedVolatilityFailure {
  readonly kind: 'failure';
  readonly reason: Exclude<ImpliedVolatilityReason, 'implied'>;
  readonly field: Exclude<keyof ImpliedVolatilityInput, 'right'>;
  readonly expected: string;
  readonly found: string;
}

export type ImpliedVolatilityResult = { readonly kind: 'implied'; readonly vol: number } | ImpliedVolatilityFailure;

/** Inputs as columns of equal length, units as in {@link ImpliedVolatilityInput}; `isPut` is 1 for a put; all else is a call. */
export interface ImpliedVolatilityInputColumns {
  readonly forward: Float64Array;
  readonly strike: Float64Array;
  readonly tauYears: Float64Array;
  readonly ratePer1: Float64Array;
  readonly price: Float64Array;
  readonly isPut: Uint8Array;
}

/** Results as columns of equal length: volatility per √year as a fraction, NaN without one; `reason` indexes {@link IMPLIED_VOLATILITY_REASONS}. */
export interface ImpliedVolatilityOutputColumns {
  readonly vol: Float64Array;
  readonly reason: Uint8Array;
}
