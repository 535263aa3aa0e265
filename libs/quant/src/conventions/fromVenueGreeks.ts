import { DAYS_PER_YEAR, VOL_POINT } from '../units.js';
import { type GreekContext, type OptionGreeks, printedDays, type VenueGreeks } from './toVenueGreeks.js';
import type { GreekConvention } from './venueConventions.js';

/** Why a venue's Greeks say nothing about ours. */
export interface VenueGreeksFailure {
  readonly kind: 'failure';
  readonly reason: 'expired';
  readonly field: 'tauYears';
  readonly expected: string;
  readonly found: string;
}

/**
 * Converts a venue's Greeks into ours, by its row of the table. Where the venue's rho is +τ·price, or there is none, ours
 * follows from delta and price: with spot held the forward moves by τF, so rho = τ·(F·dV/dF − V).
 *
 * A venue that prints the theta of the life that is left says nothing of a day once there is none left: a failure.
 */
export function fromVenueGreeks(
  venue: VenueGreeks,
  convention: GreekConvention,
  context: GreekContext,
): OptionGreeks | VenueGreeksFailure {
  const { forwardUsd, tauYears, ratePer1, isInverse } = context;
  const priceUsd = isInverse && convention.inversePrice === 'coin' ? venue.price * forwardUsd : venue.price;
  const discount = convention.deltaIsDiscounted ? 1 : Math.exp(-ratePer1 * tauYears);
  const premium = isInverse && convention.inverseDelta === 'netOfPremium' ? priceUsd / forwardUsd : 0;
  const days = printedDays(convention, tauYears);
  const thetaUsdPerYear = (venue.theta / days) * convention.theta.daysPerYear;
  if (!(days > 0) || (Number.isFinite(venue.theta) && !Number.isFinite(thetaUsdPerYear))) {
    const expected = 'a time to expiry above 0 years';
    return { kind: 'failure', reason: 'expired', field: 'tauYears', expected, found: `${tauYears}` };
  }
  const delta = (venue.delta + premium) * discount;
  const printed = convention.rho?.kind === 'spot' ? venue.rho : undefined;
  return {
    priceUsd,
    vol: convention.vol === 'percent' ? venue.vol / 100 : venue.vol,
    delta,
    gammaPerUsd: venue.gamma * discount,
    vegaUsdPerVolPoint: venue.vega * (VOL_POINT / convention.vegaPerVol),
    thetaUsdPerDay: (thetaUsdPerYear + (convention.theta.includesRate ? 0 : ratePer1 * priceUsd)) / DAYS_PER_YEAR,
    rhoUsd:
      printed === undefined ? tauYears * (forwardUsd * delta - priceUsd) : printed / (convention.rho?.perRate ?? 1),
  };
}
