import { deribitFrames } from './deribitFrames.ts';
import { deriveFrames } from './deriveFrames.ts';
import { dydxFrames } from './dydxFrames.ts';
import type { VenueFrames } from './frameDraw.ts';
import { hyperliquidFrames } from './hyperliquidFrames.ts';

/** Messages of each venue in the shapes that it documents and the conformance cases have; the same for the same number. */
export const venueFrames: Readonly<Record<string, (messages: number) => VenueFrames>> = {
  deribit: deribitFrames,
  derive: deriveFrames,
  hyperliquid: hyperliquidFrames,
  dydx: dydxFrames,
};
