import type { QuotePolicy } from './screenQuotes.js';

/** How quotes are chosen and how strongly a surface leans on the one before. */
export interface SurfacePolicy extends QuotePolicy {
  /**
   * Half spreads, squared, that a unit of change of a slice's coordinates costs beside a surface of this instant. What
   * quotes say outweighs it a hundredfold at the money; wings that nobody quotes stay where they were.
   */
  readonly stabilityWeight: number;
  /** The time after which the surface before weighs half. */
  readonly stabilityHalfLifeMs: number;
  /** A surface older than this is no place to start from. */
  readonly warmAgeMsMax: number;
}

export const SURFACE_POLICY: SurfacePolicy = {
  ageMsMax: 120_000,
  acceptMarks: false,
  markHalfSpreadVol: 0.005,
  stabilityWeight: 20,
  stabilityHalfLifeMs: 60_000,
  warmAgeMsMax: 600_000,
};
