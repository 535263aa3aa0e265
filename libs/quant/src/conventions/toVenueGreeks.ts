import { DAYS_PER_YEAR, VOL_POINT } from '../units.js';
import type { GreekConvention } from './venueConventions.js';

/** An option's Greeks as they are everywhere inside: USD, vol as a fraction, per vol point, per 1/365 year, dV/dF. */
export interface OptionGreeks {
  readonly priceUsd: number;
  readonly vol: number;
  readonly delta: number;
  readonly gammaPerUsd: number;
  readonly vegaUsdPerVolPoint: number;
  readonly thetaUsdPerDay: number;
  /** For 1.00 of rate with spot held. */
  readonly rhoUsd: number;
}

/** The same as a venue prints them. */
export interface VenueGreeks {
  readonly price: number;
  readonly vol: number;
  readonly delta: number;
  readonly gamma: number;
  readonly vega: number;
  readonly theta: number;
  /** Undefined where the venue prints none. */
  readonly rho: number | undefined;
}

/** What a conversion needs to know of the option. */
export interface GreekContext {
  readonly forwardUsd: number;
  readonly tauYears: number;
  readonly ratePer1: number;
  readonly isInverse: boolean;
}

/** The factor of a day's theta that is printed when less than a day is left. */
export function printedDays({ theta }: GreekConvention, tauYears: number): number {
  return theta.isCappedAtLife ? Math.min(1, tauYears * theta.daysPerYear) : 1;
}

/** Converts our Greeks into a venue's, by its row of the table. `fromVenueGreeks` is the way back. */
export function toVenueGreeks(greeks: OptionGreeks, convention: GreekConvention, context: GreekContext): VenueGreeks {
  const { forwardUsd, tauYears, ratePer1, isInverse } = context;
  const { priceUsd } = greeks;
  const discount = convention.deltaIsDiscounted ? 1 : Math.exp(-ratePer1 * tauYears);
  const premium = isInverse && convention.inverseDelta === 'netOfPremium' ? priceUsd / forwardUsd : 0;
  const thetaUsdPerYear =
    greeks.thetaUsdPerDay * DAYS_PER_YEAR - (convention.theta.includesRate ? 0 : ratePer1 * priceUsd);
  return {
    price: isInverse && convention.inversePrice === 'coin' ? priceUsd / forwardUsd : priceUsd,
    vol: convention.vol === 'percent' ? greeks.vol * 100 : greeks.vol,
    delta: greeks.delta / discount - premium,
    gamma: greeks.gammaPerUsd / discount,
    vega: greeks.vegaUsdPerVolPoint * (convention.vegaPerVol / VOL_POINT),
    theta: (thetaUsdPerYear / convention.theta.daysPerYear) * printedDays(convention, tauYears),
    rho: venueRho(greeks, convention, tauYears),
  };
}

function venueRho(greeks: OptionGreeks, { rho }: GreekConvention, tauYears: number): number | undefined {
  if (rho === undefined) return undefined;
  return (rho.kind === 'spot' ? greeks.rhoUsd : tauYears * greeks.priceUsd) * rho.perRate;
}
