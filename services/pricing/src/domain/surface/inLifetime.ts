import type { SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';
import { SECONDS_PER_YEAR, type SviParameters } from '@gimbal/quant';

const US_PER_SECOND = 1e6;

/** Years from one time to another, ACT/365 in seconds. */
export function yearsBetween(fromUs: bigint, toUs: bigint): number {
  return Number(toUs - fromUs) / US_PER_SECOND / SECONDS_PER_YEAR;
}

/**
 * A slice whose total variance refers to the time that is left at `timeUs`. A venue refers it to a tenor of its own, and
 * slices can be compared and joined only where both speak of the same clock; volatilities stay what they are.
 */
export function inLifetime(
  { expiryUs, a, b, rho, m, sigma, tauYears }: SviParameters & Pick<SurfaceSlice, 'expiryUs' | 'tauYears'>,
  timeUs: bigint,
): SviParameters {
  const scale = yearsBetween(timeUs, expiryUs) / tauYears;
  return { a: a * scale, b: b * scale, rho, m, sigma };
}
