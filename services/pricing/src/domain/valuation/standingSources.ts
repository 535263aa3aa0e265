import { sourceOf } from '../frame/rowSources.js';
import { rowOf } from '../frame/rowOf.js';
import type { PricingState } from '../pricingState.js';

/** The sources of the newest published marks: they stay until there is a reason. */
export interface StandingSources {
  ofInstrument(instrumentId: string): string | undefined;
  ofSpot(underlying: string): string | undefined;
}

export function standingSources(state: PricingState): StandingSources {
  return {
    ofInstrument(instrumentId) {
      const listed = state.listings.get(instrumentId);
      if (listed === undefined) return undefined;
      const kept = state.keptFrames.get(listed.underlying);
      const live = state.liveFrames.get(listed.underlying);
      for (const published of kept !== undefined && live !== undefined && live.step > kept.step
        ? [live, kept]
        : [kept]) {
        const row = published === undefined ? -1 : rowOf(published.frame, listed.index);
        if (published !== undefined && row !== -1) return sourceOf(published.frame.sources, row);
      }
      return undefined;
    },
    ofSpot(underlying) {
      const kept = state.keptFrames.get(underlying);
      const live = state.liveFrames.get(underlying);
      const newest = kept !== undefined && live !== undefined && live.step > kept.step ? live : kept;
      return newest?.frame.spotSource;
    },
  };
}

/** The name of a source in marks: what kind of statement it is, then who makes it. */
export function sourceName(kind: string, source: string): string {
  return `${kind}:${source}`;
}
