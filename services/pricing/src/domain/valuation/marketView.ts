import type { MarketDirectory } from '../marketDirectory.js';
import type { FeedRow } from '../observation/observation.js';
import type { PricingState, StaleRow } from '../pricingState.js';

/** The market as it stands at one instant of the domain clock: what every valuation of a step reads. */
export interface MarketView {
  readonly timeUs: bigint;
  readonly directory: MarketDirectory;
  readonly feeds: { get(feed: string): FeedRow | undefined };
  readonly staleFeeds: { get(feed: string): StaleRow | undefined };
  /** The feed that marks a perpetual or a future, by instrument id. */
  readonly markFeeds: ReadonlyMap<string, string>;
  /** The feed of a volatility, by underlying. */
  readonly volFeeds: ReadonlyMap<string, string>;
}

/** Where two feeds say the same thing, the first by name counts, so that the order of arrival doesn't matter. */
export function marketView(state: PricingState, directory: MarketDirectory, timeUs: bigint): MarketView {
  const markFeeds = new Map<string, string>();
  const volFeeds = new Map<string, string>();
  for (const feed of [...state.feeds.keys()].sort()) {
    const row = state.feeds.get(feed);
    const { observation, rejected } = row ?? {};
    const instrumentId = observation?.kind === 'perp' ? observation.instrumentId : rejected?.instrumentId;
    const underlying = observation?.kind === 'volatility' ? observation.underlying : rejected?.underlying;
    if (instrumentId !== undefined) setOnce(markFeeds, instrumentId, feed);
    if (underlying !== undefined) setOnce(volFeeds, underlying, feed);
  }
  return { timeUs, directory, feeds: state.feeds, staleFeeds: state.staleFeeds, markFeeds, volFeeds };
}

function setOnce(map: Map<string, string>, key: string, feed: string): void {
  if (!map.has(key)) map.set(key, feed);
}
