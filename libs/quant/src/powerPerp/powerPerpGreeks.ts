import { DAYS_PER_YEAR, VOL_POINT } from '../units.js';

/** oSQTH tracks S²/10,000: the index is scaled by 10^4 in the protocol's controller (INDEX_SCALE). */
export const POWER_PERP_INDEX_SCALE = 10_000;

/** Funding period of the protocol's controller, 420 hours. */
export const POWER_PERP_FUNDING_DAYS = 17.5;

const FUNDING_YEARS = POWER_PERP_FUNDING_DAYS / DAYS_PER_YEAR;

/** One whole power-perp token, in USD and coins of the underlying. */
export interface PowerPerpGreeks {
  readonly valueUsd: number;
  /** 2V/S. */
  readonly deltaUnits: number;
  /** 2V/S². */
  readonly gammaUnitsPerUsd: number;
  /** V·2σf·0.01. */
  readonly vegaPerVolPoint: number;
  /** -V·σ²/365: a holder pays funding through the normalisation factor, which shrinks by ln(mark/index)/f = σ² a year. */
  readonly thetaPerDay: number;
  /** Volatility per year that the value implies, sqrt(ln(mark/index)/f). */
  readonly vol: number;
}

export interface PowerPerpModelState {
  /** Normalisation factor as a fraction (the contract's number over 10^18). */
  readonly normFactor: number;
  readonly spotUsd: number;
  readonly vol: number;
}

/**
 * Fair value of one oSQTH: normFactor·S²/10,000·e^{σ²f} with f = 17.5/365 years. The power-perp formula
 * S^p·e^{(p-1)(r + pσ²/2)f} for p = 2 and r = 0 (White et al., "Power perpetuals", 2021).
 */
export function powerPerpGreeks(state: PowerPerpModelState): PowerPerpGreeks {
  const { normFactor, spotUsd, vol } = state;
  const indexUsd = (normFactor * spotUsd * spotUsd) / POWER_PERP_INDEX_SCALE;
  return scaledGreeks(indexUsd * Math.exp(vol * vol * FUNDING_YEARS), spotUsd, vol * vol);
}

export interface PowerPerpMarkState {
  readonly normFactor: number;
  readonly spotUsd: number;
  /** Price of one token in USD, from its own pool. */
  readonly markUsd: number;
}

/**
 * Greeks of one oSQTH at the price that its pool shows: the same formulas with the premium that the mark implies.
 * A mark below the index implies a negative variance: then funding flows the other way (theta is positive) and
 * `vol` is NaN, since no volatility explains the price; vega is 0.
 */
export function powerPerpGreeksAtMark(state: PowerPerpMarkState): PowerPerpGreeks {
  const { normFactor, spotUsd, markUsd } = state;
  const indexUsd = (normFactor * spotUsd * spotUsd) / POWER_PERP_INDEX_SCALE;
  return scaledGreeks(markUsd, spotUsd, Math.log(markUsd / indexUsd) / FUNDING_YEARS);
}

function scaledGreeks(valueUsd: number, spotUsd: number, variancePerYear: number): PowerPerpGreeks {
  const vol = Math.sqrt(variancePerYear);
  return {
    valueUsd,
    deltaUnits: (2 * valueUsd) / spotUsd,
    gammaUnitsPerUsd: (2 * valueUsd) / (spotUsd * spotUsd),
    vegaPerVolPoint: variancePerYear > 0 ? valueUsd * 2 * vol * FUNDING_YEARS * VOL_POINT : 0,
    thetaPerDay: (-valueUsd * variancePerYear) / DAYS_PER_YEAR,
    vol,
  };
}
