import { priceUsdAtTick } from '@gimbal/quant';
import type { PoolSource } from '../marketDirectory.js';
import type { Observation } from '../observation/observation.js';
import { PRICE_POLICY } from '../policy/markPolicy.js';
import { choiceMemo } from './choiceMemo.js';
import { chooseFeed, type FeedChoice, type Statement } from './chooseFeed.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { spotPrice, spotStatement } from './spotPrice.js';
import { sourceName } from './standingSources.js';

type PoolKind = 'pool' | 'reserves';

/**
 * The price at which a pool's liquidity is valued: the pool's own, held to spot. When somebody has moved the pool, its
 * liquidity is worth what it is when arbitrage has brought it back. A pool that is the underlying's spot itself is weighed
 * as spot is.
 */
export function poolPrice(kind: PoolKind, source: PoolSource, view: MarketView, inputs: Inputs): number | undefined {
  if (view.directory.underlyings.get(source.underlying)?.spotFeed === source.spotFeed) {
    return spotPrice(source.underlying, view, inputs);
  }
  const choice = poolChoice(kind, source, view);
  if (choice === undefined) {
    const pool = inputs.read(source.spotFeed, kind, source.spotFeed);
    return pool && priceOf(pool, source);
  }
  const { statement, trusted, doubt } = choice;
  const { feed, kind: statedKind } = statement.observation;
  inputs.read(feed, statedKind, feed, trusted);
  if (doubt !== undefined) inputs.distrust(doubt);
  return statement.value;
}

const remembered = choiceMemo();

/** Undefined where there is nothing to choose: the pool has shown nothing good, or nothing can be held against it. */
export function poolChoice(kind: PoolKind, source: PoolSource, view: MarketView): FeedChoice | undefined {
  return remembered(view, source.spotFeed, () => {
    const row = view.feeds.get(source.spotFeed);
    const observation = row?.observation;
    const value = observation?.kind === kind ? priceOf(observation, source) : undefined;
    const spot = spotStatement(source.underlying, view);
    if (observation === undefined || value === undefined || row?.rejected !== undefined || spot === undefined) {
      return undefined;
    }
    const own: Statement = { kind: 'pool', observation, value };
    return chooseFeed([own, spot], view, sourceName('pool', source.spotFeed), PRICE_POLICY);
  });
}

/** USD of the volatile token, the quote counted as a dollar. */
function priceOf(observation: Observation, { tokens }: PoolSource): number | undefined {
  if (observation.kind === 'pool') return priceUsdAtTick(observation.tick, tokens);
  if (observation.kind !== 'reserves') return undefined;
  const units0 = observation.reserve0 / 10 ** tokens.token0Decimals;
  const units1 = observation.reserve1 / 10 ** tokens.token1Decimals;
  return tokens.volatileIsToken === 0 ? units1 / units0 : units0 / units1;
}
