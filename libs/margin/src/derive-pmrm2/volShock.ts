import { SECONDS_PER_DAY } from '../derive/limits.js';
import type { Pmrm2Parameters } from './parameters.js';

const REFERENCE_DAYS = 30;

/** What volatilities of an expiry are multiplied with; short expiries move further. */
export function volShockMultipliers(
  secondsToExpiry: number,
  { rangeUp, rangeDown, shortTermPower, longTermPower, dteFloorDays }: Pmrm2Parameters['vol'],
): { readonly up: number; readonly down: number } {
  const days = secondsToExpiry / SECONDS_PER_DAY;
  const power = days <= REFERENCE_DAYS ? shortTermPower : longTermPower;
  // Without a floor an expiry at its last second would be shocked without bound; 0 to the power 0 is left at 1.
  const range = (REFERENCE_DAYS / Math.max(days, dteFloorDays)) ** power;
  return { up: 1 + rangeUp * range, down: Math.max(0, 1 - rangeDown * range) };
}
