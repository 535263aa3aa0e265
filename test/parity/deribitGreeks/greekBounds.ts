import { black76, SECONDS_PER_YEAR } from '@gimbal/quant';
import type { Black76Greeks } from '@gimbal/quant';
import { VENUE_GREEKS } from './optionSummary.ts';
import type { OptionSummary, VenueGreek } from './optionSummary.ts';

/** The venue prints IV in percent and the underlying in USD with two decimals: half of the last digit is unknown. */
const MARK_IV_HALF_UNIT_PERCENT = 0.005;
const UNDERLYING_HALF_UNIT_USD = 0.005;

/** The message's time stamp isn't the instant at which the venue computed its Greeks; a second is allowed either way. */
const CLOCK_SECONDS = 1;

const SECONDS_PER_DAY = 86_400;

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
  const seconds = option.secondsToExpiry + clock * CLOCK_SECONDS;
  const result = black76({
    forward: option.forward + underlying * UNDERLYING_HALF_UNIT_USD,
    strike: option.strike,
    tauYears: seconds / SECONDS_PER_YEAR,
    vol: (option.markIvPercent + iv * MARK_IV_HALF_UNIT_PERCENT) / 100,
    ratePer1: 0,
    right: option.right,
  });
  return result.kind === 'valued' ? toVenueUnits(result.greeks, seconds) : undefined;
}

/** Deribit's theta is for a day or, when less is left, for what is left; its rho is for one percentage point of rate with spot held. */
function toVenueUnits(greeks: Black76Greeks, secondsToExpiry: number): Record<VenueGreek, number> {
  return {
    delta: greeks.delta,
    gamma: greeks.gammaPerUsd,
    vega: greeks.vegaPerVolPoint,
    theta: greeks.thetaPerDay * Math.min(1, secondsToExpiry / SECONDS_PER_DAY),
    rho: greeks.rhoPer1 / 100,
  };
}
