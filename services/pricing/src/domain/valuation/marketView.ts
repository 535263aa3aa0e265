import { degradationOf, type FeedDegradation, type FeedDoubt } from '@gimbal/contracts';
import type { Table } from '@gimbal/projection';
import type { MarketDirectory } from '../marketDirectory.js';
import type { PoolFlowRow } from '../flow/poolFlow.js';
import { feedOfRow } from '../observation/feedRowName.js';
import type { FeedRow, Observation } from '../observation/observation.js';
import type { PricingState, StaleRow } from '../pricingState.js';
import type { OptionQuoteRow, SurfaceRow } from '../surface/surfaceRow.js';
import type { Reading } from './inputs.js';
import { standingSources, type StandingSources } from './standingSources.js';

/** The market as it stands at one instant of the domain clock: what every valuation of a step reads. */
export interface MarketView {
  readonly timeUs: bigint;
  readonly directory: MarketDirectory;
  readonly feeds: { get(feed: string): FeedRow | undefined };
  readonly staleFeeds: { get(feed: string): StaleRow | undefined };
  readonly feedDoubts: { get(feed: string): FeedDoubt | undefined };
  /** The feeds that speak of a perpetual, a future, a token that follows another or a debt pool, by instrument id, in order of name. */
  readonly markFeeds: ReadonlyMap<string, readonly string[]>;
  /** The feed of a volatility, by underlying. */
  readonly volFeeds: ReadonlyMap<string, string>;
  /** The feed of a lending reserve, by `deployment|asset`. */
  readonly reserveFeeds: ReadonlyMap<string, string>;
  /** What liquidity earns in a pool, by its feed. */
  readonly poolFlows: { get(feed: string): PoolFlowRow | undefined };
  /** Quotes of an option by its id, feeds in order of name. */
  readonly optionQuotes: ReadonlyMap<string, readonly OptionQuoteRow[]>;
  /** Surfaces of an underlying, venues in order of name. */
  readonly surfaces: ReadonlyMap<string, readonly SurfaceRow[]>;
  /** What was read already of this view. */
  readonly readings: Map<string, Reading>;
  /** The sources that mark now, before this instant's choice. */
  readonly standing: StandingSources;
}

/**
 * Where two feeds of a volatility say the same thing, the first by name counts, so that the order of arrival doesn't
 * matter. `fitted` are surfaces of this very step, which are not in the state yet.
 */
export function marketView(
  state: PricingState,
  directory: MarketDirectory,
  timeUs: bigint,
  fitted: readonly SurfaceRow[] = [],
): MarketView {
  const markFeeds = new Map<string, string[]>();
  const volFeeds = new Map<string, string>();
  const reserveFeeds = new Map<string, string>();
  for (const feed of [...state.feeds.keys()].sort()) {
    const row = state.feeds.get(feed);
    const { observation, rejected } = row ?? {};
    const instrumentId = instrumentOf(observation) ?? rejected?.instrumentId;
    const underlying = observation?.kind === 'volatility' ? observation.underlying : rejected?.underlying;
    if (instrumentId !== undefined) append(markFeeds, instrumentId, feed);
    if (underlying !== undefined && !volFeeds.has(underlying)) volFeeds.set(underlying, feed);
    if (observation?.kind === 'lendingReserve') {
      const key = reserveFeedKey(observation.deployment, observation.asset);
      if (!reserveFeeds.has(key)) reserveFeeds.set(key, feed);
    }
  }
  return {
    timeUs,
    directory,
    feeds: state.feeds,
    staleFeeds: state.staleFeeds,
    feedDoubts: state.feedDoubts,
    markFeeds,
    volFeeds,
    reserveFeeds,
    poolFlows: state.poolFlows,
    optionQuotes: quotesByInstrument(state.optionQuotes),
    surfaces: surfacesByUnderlying(state.surfaces, fitted),
    readings: new Map(),
    standing: standingSources(state),
  };
}

/** The age beyond which a feed that fell silent counts as stale; undefined while it speaks. `row` is a key of `feeds`. */
export function staleAfterUs(view: MarketView, row: string): bigint | undefined {
  return view.staleFeeds.get(feedOfRow(row))?.ageLimitUs;
}

/** Why what a feed says of a contract can't be trusted now; undefined where it can. */
export function degradationIn(
  view: MarketView,
  row: string,
  instrumentId: string | undefined,
): FeedDegradation | undefined {
  return degradationOf(view.feedDoubts.get(feedOfRow(row)), instrumentId ?? '');
}

export function reserveFeedKey(deployment: string, asset: string): string {
  return `${deployment}|${asset}`;
}

export function instrumentOf(observation: Observation | undefined): string | undefined {
  return observation !== undefined && 'instrumentId' in observation ? observation.instrumentId : undefined;
}

function quotesByInstrument(quotes: Table<OptionQuoteRow>): ReadonlyMap<string, readonly OptionQuoteRow[]> {
  const byInstrument = new Map<string, OptionQuoteRow[]>();
  for (const quote of quotes.values()) append(byInstrument, quote.instrumentId, quote);
  for (const several of byInstrument.values()) {
    if (several.length > 1) several.sort((a, b) => (a.feed < b.feed ? -1 : 1));
  }
  return byInstrument;
}

function surfacesByUnderlying(
  published: Table<SurfaceRow>,
  fitted: readonly SurfaceRow[],
): ReadonlyMap<string, readonly SurfaceRow[]> {
  const isNew = ({ underlying, venue }: SurfaceRow): boolean =>
    fitted.some((one) => one.underlying === underlying && one.venue === venue);
  const rows = [...[...published.values()].filter((row) => !isNew(row)), ...fitted];
  rows.sort((a, b) => (a.venue < b.venue ? -1 : 1));
  return Map.groupBy(rows, ({ underlying }) => underlying);
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
