import { priceUsdAtTick } from '@gimbal/quant';
import type { OtherFeed, UnderlyingSource } from '../marketDirectory.js';
import { PRICE_POLICY } from '../policy/markPolicy.js';
import { choiceMemo } from './choiceMemo.js';
import { chooseFeed, type FeedChoice, type Statement } from './chooseFeed.js';
import { type Inputs, openInputs } from './inputs.js';
import type { MarketView } from './marketView.js';

/**
 * USD per coin of the underlying: its pool's last tick, or whoever wins where the directory names others beside it.
 * Undefined when none has shown a price.
 */
export function spotPrice(underlying: string, view: MarketView, inputs: Inputs): number | undefined {
  const source = view.directory.underlyings.get(underlying);
  const choice = source?.otherFeeds === undefined ? undefined : spotChoice(underlying, source, view);
  if (choice !== undefined) {
    const { statement, trusted, doubt } = choice;
    const { feed, kind } = statement.observation;
    inputs.read(feed, kind, feed, trusted);
    if (doubt !== undefined) inputs.distrust(doubt);
    return statement.value;
  }
  const pool = inputs.read(source?.spotFeed, 'pool', source?.spotFeed ?? underlying);
  return pool === undefined || source === undefined ? undefined : priceUsdAtTick(pool.tick, source.tokens);
}

/** Spot as it stands, for a contract to be held to: an index of our own. Undefined where spot itself is in doubt. */
export function spotStatement(underlying: string, view: MarketView): Statement | undefined {
  const inputs = openInputs(view);
  const value = spotPrice(underlying, view, inputs);
  const observation = view.feeds.get(inputs.feeds[0] ?? '')?.observation;
  if (value === undefined || observation === undefined || inputs.doubt !== undefined) return undefined;
  return { kind: 'index', observation, value };
}

const remembered = choiceMemo();

export function spotChoice(underlying: string, source: UnderlyingSource, view: MarketView): FeedChoice | undefined {
  return remembered(view, underlying, () => chosen(underlying, source, view));
}

function chosen(underlying: string, source: UnderlyingSource, view: MarketView): FeedChoice | undefined {
  const all: OtherFeed[] = [{ feed: source.spotFeed, tokens: source.tokens }, ...(source.otherFeeds ?? [])];
  const statements = all.flatMap((one) => statementOf(one, view) ?? []);
  if (statements.length === 0) return undefined;
  return chooseFeed(statements, view, view.standing.ofSpot(underlying), PRICE_POLICY);
}

/** What was not taken of a feed leaves the value before it, which is none to weigh against others. */
function statementOf({ feed, tokens }: OtherFeed, view: MarketView): Statement | undefined {
  const row = view.feeds.get(feed);
  const observation = row?.observation;
  if (observation === undefined || row?.rejected !== undefined) return undefined;
  if (observation.kind === 'oracle') return { kind: 'oracle', observation, value: observation.priceUsd };
  if (observation.kind !== 'pool' || tokens === undefined) return undefined;
  return { kind: 'pool', observation, value: priceUsdAtTick(observation.tick, tokens) };
}
