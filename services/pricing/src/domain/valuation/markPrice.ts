import type { PerpObservation } from '../observation/observation.js';
import { PRICE_POLICY } from '../policy/markPolicy.js';
import { choiceMemo } from './choiceMemo.js';
import { chooseFeed, type FeedChoice, type Statement } from './chooseFeed.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { spotStatement } from './spotPrice.js';

/** The mark of a perpetual or a dated future, and the venue's statement that its funding comes from. */
export interface MarkPrice {
  readonly markUsd: number;
  readonly quote: PerpObservation;
}

/**
 * The mark of a contract: of the feeds that mark it, held for a perpetual to their indexes and to spot, whoever wins. A
 * dated future has a basis that nothing here knows, so only its other feeds are weighed against it.
 */
export function markPrice(id: string, underlying: string, view: MarketView, inputs: Inputs): MarkPrice | undefined {
  const feeds = view.markFeeds.get(id) ?? [];
  const choice = markChoice(id, underlying, view);
  if (choice === undefined) {
    const quote = inputs.read(feeds[0], 'perp', id);
    return quote && { markUsd: quote.markUsd, quote };
  }
  const { statement, trusted, doubt } = choice;
  // Spot has no funding: that is said by whoever marks the contract.
  const feed = feeds.includes(statement.observation.feed) ? statement.observation.feed : firstGood(feeds, view);
  const quote = inputs.read(feed, 'perp', id, trusted);
  if (doubt !== undefined) inputs.distrust(doubt);
  return quote && { markUsd: statement.value, quote };
}

const remembered = choiceMemo();

/** Undefined where there is nothing to choose: one feed, and nothing that it could be held to. */
export function markChoice(id: string, underlying: string, view: MarketView): FeedChoice | undefined {
  return remembered(view, id, () => chosen(id, underlying, view));
}

function chosen(id: string, underlying: string, view: MarketView): FeedChoice | undefined {
  const isPerp = id.startsWith('perp:') || id.startsWith('iperp:');
  const feeds = view.markFeeds.get(id) ?? [];
  const marks = feeds.flatMap((feed) => statementsOf(feed, isPerp, view));
  if (marks.length === 0) return undefined;
  const spot = isPerp ? spotStatement(underlying, view) : undefined;
  const statements = spot === undefined ? marks : [...marks, spot];
  if (statements.length === 1 && feeds.length === 1) return undefined;
  return chooseFeed(statements, view, view.standing.ofInstrument(id), PRICE_POLICY);
}

function firstGood(feeds: readonly string[], view: MarketView): string | undefined {
  return feeds.find((feed) => view.feeds.get(feed)?.rejected === undefined);
}

function statementsOf(feed: string, isPerp: boolean, view: MarketView): readonly Statement[] {
  const row = view.feeds.get(feed);
  const observation = row?.observation;
  if (observation?.kind !== 'perp' || row?.rejected !== undefined) return [];
  const mark: Statement = { kind: 'venue_mark', observation, value: observation.markUsd };
  const { indexUsd, assumed } = observation;
  if (!isPerp || assumed || indexUsd === undefined) return [mark];
  return [mark, { kind: 'index', observation, value: indexUsd }];
}
