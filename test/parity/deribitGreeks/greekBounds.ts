import { black76, SECONDS_PER_YEAR, toVenueGreeks, VENUE_CONVENTIONS } from '@gimbal/quant';
import type { Black76Greeks, GreekContext } from '@gimbal/quant';
import { VENUE_GREEKS } from './optionSummary.ts';
import type { OptionSummary, VenueGreek } from './optionSummary.ts';

/** The venue prints IV in percent and the underlying in USD with two decimals: half of the last digit is unknown. */
const MARK_IV_HALF_UNIT_PERCENT = 0.005;
const UNDERLYING_HALF_UNIT_USD = 0.005;

/** The message's time stamp isn't the instant at which the venue computed its Greeks; a second is allowed either way. */
const CLOCK_SECONDS = 1;

/** The least and the greatest value that each Greek takes over what is unknown of the inputs. */
export type GreekBounds = Readonly<Record<VenueGreek, { readonly low: number; readonly high: number }>>;

/**
 * Evaluates Black-76 (rate 0, ACT/365) on the 27 points of centre, edges and corners of the inputs' uncertainty, in the
 * venue's units. `undefined` when the option can't be valued at the inputs as printed (expired, no IV).
 */
export function greekBounds(option: OptionSummary): GreekBounds | undefined {
  const centre = venueGreeksAt(option, 0, 0, 0);
  if (centre === undefined) return undefined;
  const bounds = Object.fromEntries(VENUE_GREEKS.map((greek) => [greek, { low: centre[greek], high: centre[greek] }]));
  for (const iv of [-1, 0, 1]) {
    for (const underlying of [-1, 0, 1]) {
      for (const clock of [-1, 0, 1]) {
        const point = venueGreeksAt(option, iv, underlying, clock);
        for (const greek of VENUE_GREEKS) {
          const bound = bounds[greek]!;
          // A corner may lie past the expiry or below zero vol; the option isn't there.
          bound.low = Math.min(bound.low, point?.[greek] ?? bound.low);
          bound.high = Math.max(bound.high, point?.[greek] ?? bound.high);
        }
      }
    }
  }
  return bounds as GreekBounds;
}

function venueGreeksAt(option: OptionSummary, iv: number, underlying: number, clock: number) {
  const forwardUsd = option.forward + underlying * UNDERLYING_HALF_UNIT_USD;
  const tauYears = (option.secondsToExpiry + clock * CLOCK_SECONDS) / SECONDS_PER_YEAR;
  const vol = (option.markIvPercent + iv * MARK_IV_HALF_UNIT_PERCENT) / 100;
  const ratePer1 = 0;
  const result = black76({ forward: forwardUsd, strike: option.strike, tauYears, vol, ratePer1, right: option.right });
  if (result.kind === 'failure') return undefined;
  return toPrinted(result.greeks, vol, { forwardUsd, tauYears, ratePer1, isInverse: true });
}

/** By Deribit's row of the table of venue conventions. */
function toPrinted(greeks: Black76Greeks, vol: number, context: GreekContext): Record<VenueGreek, number> {
  const { price: priceUsd, delta, gammaPerUsd, vegaPerVolPoint, thetaPerDay, rhoPer1 } = greeks;
  const usd = { vegaUsdPerVolPoint: vegaPerVolPoint, thetaUsdPerDay: thetaPerDay, rhoUsd: rhoPer1 };
  const printed = toVenueGreeks(
    { priceUsd, vol, delta, gammaPerUsd, ...usd },
    VENUE_CONVENTIONS.deribit.greeks,
    context,
  );
  return { ...printed, rho: printed.rho ?? Number.NaN };
}
