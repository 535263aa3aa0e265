import type { DeriveAuctionParameters } from './auctionTypes.js';

/** What a bidder of a solvent auction pays of the value it takes: quickly down at first, then slowly to 0. */
export function auctionShare(parameters: DeriveAuctionParameters, elapsedSeconds: number): number {
  const { startShare, fastEndShare, fastSeconds, slowSeconds } = parameters;
  if (elapsedSeconds <= fastSeconds) return startShare - (startShare - fastEndShare) * (elapsedSeconds / fastSeconds);
  return fastEndShare * Math.max(0, 1 - (elapsedSeconds - fastSeconds) / slowSeconds);
}
