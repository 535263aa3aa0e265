import type { VenueChain } from './venueChain.js';

/** When a surface is fitted again. */
export interface SurfaceCadence {
  /** With anything new, after this time at the latest. */
  readonly intervalUs: bigint;
  /** At once when this share of the quotes is newer than the surface, but not more often than `intervalUsMin`. */
  readonly movedShare: number;
  readonly intervalUsMin: bigint;
}

/** A minute is how fast venues go through a chain; a fit of one takes some tens of milliseconds. */
export const SURFACE_CADENCE: SurfaceCadence = {
  intervalUs: 60_000_000n,
  movedShare: 0.25,
  intervalUsMin: 5_000_000n,
};

export function isSurfaceDue(
  { quotes, slices, surface }: VenueChain,
  timeUs: bigint,
  { intervalUs, movedShare, intervalUsMin }: SurfaceCadence,
): boolean {
  const all = [...quotes, ...slices];
  if (surface === undefined) return all.length > 0;
  const moved = all.filter(({ observedAtUs }) => observedAtUs > surface.newestQuoteUs).length;
  const sinceUs = timeUs - surface.timeUs;
  if (moved === 0 || sinceUs < intervalUsMin) return false;
  return sinceUs >= intervalUs || moved >= movedShare * all.length;
}
