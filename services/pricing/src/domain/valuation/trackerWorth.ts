import type { RateObservation } from '../observation/observation.js';
import { PRICE_POLICY } from '../policy/markPolicy.js';
import { choiceMemo } from './choiceMemo.js';
import { chooseFeed, type FeedChoice, type Statement } from './chooseFeed.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';

/** What the feeds of a token that follows another asset say. */
export interface TrackerWorth {
  /** Units of the tracked asset per token; undefined where no feed says a rate. */
  readonly rate: number | undefined;
  readonly yieldPer1: number;
  /** USD per token; undefined where it has no price of its own. */
  readonly marketUsd: number | undefined;
}

/**
 * Rate and price of a token, each from a feed that says it: the price from whoever wins among several, the rate, which is
 * a fact of a contract, from the first by name. Undefined when none has said anything, which the inputs have noted.
 */
export function trackerWorth(id: string, view: MarketView, inputs: Inputs): TrackerWorth | undefined {
  const all = (view.markFeeds.get(id) ?? []).flatMap((feed) => rateOf(feed, view) ?? []);
  if (all.length === 0) {
    inputs.read(view.markFeeds.get(id)?.[0], 'rate', id);
    return undefined;
  }
  const marketUsd = marketPrice(id, view, inputs);
  const rated = all.find(({ rate }) => rate !== undefined);
  const read = rated && inputs.read(rated.feed, 'rate', id);
  return { rate: read?.rate, yieldPer1: read?.yieldPer1 ?? 0, marketUsd };
}

function marketPrice(id: string, view: MarketView, inputs: Inputs): number | undefined {
  const choice = trackerChoice(id, view);
  if (choice === undefined) return undefined;
  const { statement, trusted, doubt } = choice;
  inputs.read(statement.observation.feed, 'rate', id, trusted);
  if (doubt !== undefined) inputs.distrust(doubt);
  return statement.value;
}

const remembered = choiceMemo();

/** Among the prices of a token itself. What it redeems for is no witness: the two come apart when it loses its peg. */
export function trackerChoice(id: string, view: MarketView): FeedChoice | undefined {
  return remembered(view, id, () => {
    const statements = (view.markFeeds.get(id) ?? []).flatMap((feed): readonly Statement[] => {
      const observation = rateOf(feed, view);
      if (observation?.marketUsd === undefined) return [];
      return [{ kind: 'oracle', observation, value: observation.marketUsd }];
    });
    if (statements.length === 0) return undefined;
    return chooseFeed(statements, view, view.standing.ofInstrument(id), PRICE_POLICY);
  });
}

function rateOf(feed: string, view: MarketView): RateObservation | undefined {
  const observation = view.feeds.get(feed)?.observation;
  return observation?.kind === 'rate' ? observation : undefined;
}
