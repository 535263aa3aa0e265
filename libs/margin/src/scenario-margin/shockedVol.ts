import { VEGA_PIVOT_DAYS } from './limits.js';
import type { ScenarioMarginParameters } from './parameters.js';

/** The volatility of an expiry under a shock: short expiries move more than the 30 days at which shocks are quoted. */
export function shockedVol(
  markVol: number,
  volShock: number,
  daysToExpiry: number,
  parameters: ScenarioMarginParameters,
): number {
  const power = daysToExpiry < VEGA_PIVOT_DAYS ? parameters.vegaPowerShort : parameters.vegaPowerLong;
  const scale = (VEGA_PIVOT_DAYS / Math.max(parameters.daysToExpiryFloor, daysToExpiry)) ** power;
  return markVol * (1 + volShock * scale);
}
