/** What Black-76 needs: forward and strike in the quote currency, years as seconds/(365·86,400), vol and rate per year as fractions. */
export interface Black76Input {
  readonly forward: number;
  readonly strike: number;
  readonly tauYears: number;
  readonly vol: number;
  /** Continuously compounded; the discount factor is exp(-ratePer1·tauYears). */
  readonly ratePer1: number;
  readonly right: 'call' | 'put';
}

/** Value and Greeks of one option on one coin, in the quote currency (called USD in the names). */
export interface Black76Greeks {
  readonly price: number;
  /** dV/dF: coins of the forward. */
  readonly delta: number;
  /** d²V/dF²: change of delta for one dollar of the forward. */
  readonly gammaPerUsd: number;
  /** Change of price for one vol point (0.01). */
  readonly vegaPerVolPoint: number;
  /** Change of price in one calendar day (1/365 year) with the forward held. */
  readonly thetaPerDay: number;
  /** dV/dr for 1.00 of rate with the **spot** held, so that the forward moves too: +KτD·N(d2) for a call. Deribit prints a hundredth of it. */
  readonly rhoPer1: number;
  /** dV/dr for 1.00 of rate with the **forward** held: -τ·price. */
  readonly forwardRhoPer1: number;
  /** Change of delta for one vol point. */
  readonly vannaPerVolPoint: number;
  /** Change of vegaPerVolPoint for one vol point. */
  readonly volgaPerVolPointSquared: number;
  /** Change of delta in one calendar day with the forward held. */
  readonly charmPerDay: number;
}

/** Why an element has no value, by the code that columns carry. `valued` is 0. */
export const BLACK76_REASONS = [
  'valued',
  'notFinite',
  'forwardNotPositive',
  'strikeNotPositive',
  'expired',
  'volNotPositive',
  'outOfRange',
] as const;

export type Black76Reason = (typeof BLACK76_REASONS)[number];

/** The input that can't be valued: which field, what was expected of it and what it was. */
export interface Black76Failure {
  readonly kind: 'failure';
  readonly reason: Exclude<Black76Reason, 'valued'>;
  readonly field: keyof Black76Input | 'result';
  readonly expected: string;
  readonly found: string;
}

export type Black76Result = { readonly kind: 'valued'; readonly greeks: Black76Greeks } | Black76Failure;

/** Inputs as columns of equal length; `isPut` is 1 for a put, anything else for a call. */
export interface Black76InputColumns {
  readonly forward: Float64Array;
  readonly strike: Float64Array;
  readonly tauYears: Float64Array;
  readonly vol: Float64Array;
  readonly ratePer1: Float64Array;
  readonly isPut: Uint8Array;
}

/** Results as columns of equal length, units as in {@link Black76Greeks}; `reason` indexes {@link BLACK76_REASONS}, and a row that isn't valued holds NaN. */
export interface Black76OutputColumns {
  readonly price: Float64Array;
  readonly delta: Float64Array;
  readonly gammaPerUsd: Float64Array;
  readonly vegaPerVolPoint: Float64Array;
  readonly thetaPerDay: Float64Array;
  readonly rhoPer1: Float64Array;
  readonly forwardRhoPer1: Float64Array;
  readonly vannaPerVolPoint: Float64Array;
  readonly volgaPerVolPointSquared: Float64Array;
  readonly charmPerDay: Float64Array;
  readonly reason: Uint8Array;
}
