import type { SliceRefusal, SurfaceSlice, SviParameters } from './surfaceTypes.js';

/** One slice of a venue's volatility feed, as Derive publishes it: decimals, its own forward and reference tenor. */
export interface VenueSviFeed extends SviParameters {
  readonly expiryMs: number;
  readonly forward: number;
  /** Years; w refers to it, not to the time that is left. */
  readonly refTauYears: number;
  /**
   * From 0 to 1, as the venue says. Derive's contracts take any value from 0 and charge initial margin for what is missing
   * below a threshold: 0 is the least trust, and no sign that the slice isn't there.
   */
  readonly confidence: number;
}

/** A venue's slice, with what the venue thinks of it. */
export interface VenueSviSlice extends SurfaceSlice {
  readonly confidence: number;
}

/**
 * A venue's SVI slice as a slice of ours, its parameters untouched: arbitrage in them is for `butterflyViolations` and
 * `calendarViolations` to say. Parameters that are no raw SVI slice are refused with the first that is wrong.
 */
export function readVenueSvi(feed: VenueSviFeed): VenueSviSlice | SliceRefusal {
  const { expiryMs, a, b, rho, m, sigma, forward, refTauYears, confidence } = feed;
  const least = a + b * sigma * Math.sqrt(Math.max(0, 1 - rho * rho));
  const demands = [
    ['expiryMs', Number.isFinite(expiryMs), 'a time', expiryMs],
    ['a', Number.isFinite(a), 'a finite number', a],
    ['b', b >= 0 && Number.isFinite(b), 'at least 0', b],
    ['rho', Math.abs(rho) < 1, 'between -1 and 1', rho],
    ['m', Number.isFinite(m), 'a finite number', m],
    ['sigma', sigma > 0 && Number.isFinite(sigma), 'above 0', sigma],
    ['a', least >= 0, 'a least variance a + bσ√(1 - ρ²) of at least 0', least],
    ['forward', forward > 0 && Number.isFinite(forward), 'above 0', forward],
    ['refTauYears', refTauYears > 0 && Number.isFinite(refTauYears), 'above 0 years', refTauYears],
    ['confidence', confidence >= 0 && confidence <= 1, 'from 0 to 1', confidence],
  ] as const;
  const broken = demands.find(([, holds]) => !holds);
  if (broken !== undefined) {
    const [field, , expected, found] = broken;
    return { expiryMs, reason: 'badParameters', field, expected, found: String(found), quotesRefused: [] };
  }
  return {
    expiryMs,
    tauYears: refTauYears,
    svi: { a, b, rho, m, sigma },
    forward: { forward, source: 'venueSvi', halfWidth: 0, observations: 1, outliers: 0 },
    fit: undefined,
    quotesRefused: [],
    confidence,
  };
}
