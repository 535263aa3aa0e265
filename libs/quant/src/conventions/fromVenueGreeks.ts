import { DAYS_PER_YEAR, VOL_POINT } from '../units.js';
import { type GreekContext, type OptionGreeks, printedDays, type VenueGreeks } from './toVenueGreeks.js';
import type { GreekConvention } from './venueConventions.js';

/**
 * Converts a venue's Greeks into ours, by its row of the table. Where the venue's rho is +τ·price, or there is none, ours
 * follows from delta and price: with spot held the forward moves by τF, so rho = τ·(F·dV/dF − V).
 */
export function fromVenueGreeks(venue: VenueGreeks, convention: GreekConvention, context: GreekContext): OptionGreeks {
  const { forwardUsd, tauYears, ratePer1, isInverse } = context;
  const priceUsd = isInverse && convention.inversePrice === 'coin' ? venue.price * forwardUsd : venue.price;
  const discount = convention.deltaIsDiscounted ? 1 : Math.exp(-ratePer1 * tauYears);
  const premium = isInverse && convention.inverseDelta === 'netOfPremium' ? priceUsd / forwardUsd : 0;
  const thetaUsdPerYear = (venue.theta / printedDays(convention, tauYears)) * convention.theta.daysPerYear;
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
