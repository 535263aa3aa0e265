import type { PerpObservation } from '../observation/observation.js';
import { PERP_POLICY, PRICE_POLICY } from '../policy/markPolicy.js';
import { chooseFeed, type FeedChoice, type Statement } from './chooseFeed.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';

/** The mark of a perpetual or a dated future, and the venue's statement that its funding comes from. */
export interface MarkPrice {
  readonly markUsd: number;
  readonly quote: PerpObservation;
}

/**
 * The mark of a contract: of the one feed that marks it; of several, or of one beside an index, whoever wins. The index
 * of a dated future says nothing of its basis, so it bears witness for perpetuals alone.
 */
export function markPrice(id: string, view: MarketView, inputs: Inputs): MarkPrice | undefined {
  const feeds = view.markFeeds.get(id) ?? [];
  const choice = markChoice(id, feeds, view);
  if (choice === undefined) {
    const quote = inputs.read(feeds[0], 'perp', id);
    return quote && { markUsd: quote.markUsd, quote };
  }
  const { statement, trusted, doubt } = choice;
  const quote = inputs.read(statement.observation.feed, 'perp', id, trusted);
  if (doubt !== undefined) inputs.distrust(doubt);
  return quote && { markUsd: statement.value, quote };
}

/** Undefined where there is nothing to choose: one feed without an index, or one that nobody recorded. */
export function markChoice(id: string, feeds: readonly string[], view: MarketView): FeedChoice | undefined {
  const isPerp = id.startsWith('perp:') || id.startsWith('iperp:');
  const statements = feeds.flatMap((feed) => statementsOf(feed, isPerp, view));
  if (statements.length === 0 || (statements.length === 1 && feeds.length === 1)) return undefined;
  return chooseFeed(statements, view, view.standing.ofInstrument(id), isPerp ? PERP_POLICY : PRICE_POLICY);
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
