import { DAYS_PER_YEAR } from '../units.js';

/** One unit of something that moves one for one with its price: a coin, or a perpetual or future paid in its quote. */
export interface LinearGreeks {
  /** USD that one unit adds to equity: the price for a coin, the unrealised profit for a derivative. */
  readonly valueUsd: number;
  readonly deltaUnits: number;
  readonly gammaUnitsPerUsd: number;
}

/** One coin held outright. */
export function spotGreeks(priceUsd: number): LinearGreeks {
  return { valueUsd: priceUsd, deltaUnits: 1, gammaUnitsPerUsd: 0 };
}

/** One coin of a linear perpetual opened at `entryUsd` and marked at `markUsd`. */
export function perpGreeks(perp: { readonly markUsd: number; readonly entryUsd: number }): LinearGreeks {
  return { valueUsd: perp.markUsd - perp.entryUsd, deltaUnits: 1, gammaUnitsPerUsd: 0 };
}

/** Greeks of a linear dated future; delta is on the forward. */
export interface LinearFutureGreeks extends LinearGreeks {
  /** Annual rate that the basis implies, ln(F/S)/τ. */
  readonly basisRatePer1: number;
  /** The forward rolls down to spot: -F·basisRate/365 per day with spot and rate held. */
  readonly thetaPerDay: number;
  /** dF/dr = τF with spot held. */
  readonly rhoPer1: number;
}

export interface LinearFutureState {
  readonly forwardUsd: number;
  readonly spotUsd: number;
  readonly entryUsd: number;
  readonly tauYears: number;
}

/** One coin of a linear dated future with cash-and-carry F = S·e^{bτ}. At or after expiry the basis is 0 by definition. */
export function linearFutureGreeks(future: LinearFutureState): LinearFutureGreeks {
  const { forwardUsd, spotUsd, entryUsd, tauYears } = future;
  const basisRatePer1 = tauYears > 0 ? Math.log(forwardUsd / spotUsd) / tauYears : 0;
  return {
    valueUsd: forwardUsd - entryUsd,
    deltaUnits: 1,
    gammaUnitsPerUsd: 0,
    basisRatePer1,
    thetaPerDay: (-forwardUsd * basisRatePer1) / DAYS_PER_YEAR,
    rhoPer1: Math.max(0, tauYears) * forwardUsd,
  };
}
