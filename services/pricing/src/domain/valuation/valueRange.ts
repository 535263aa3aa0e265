import { LIQUIDITY_UNIT, type Univ3Range } from '@gimbal/instruments';
import { priceUsdAtTick, univ3LvrPerDay, univ3UnitGreeks } from '@gimbal/quant';
import { type Failure, FLAT_VALUES } from '../frame/marksFrame.js';
import { type Inputs, openInputs } from './inputs.js';
import type { PoolSource } from '../marketDirectory.js';
import type { MarketView } from './marketView.js';
import { spotPrice } from './spotPrice.js';
import type { Valuation } from './valuation.js';

/**
 * One unit (10^12 of L) of a Uniswap v3 range at its pool's last tick. The pool's dollar coin counts as a dollar. Its
 * carry is what arbitrage takes from it in a day, −LVR at the underlying's volatility: an estimate without the fees
 * that it earns, which no recording tells.
 */
export function valueRange(range: Univ3Range, view: MarketView, inputs: Inputs): Valuation {
  const source = view.directory.pools.get(`${range.chain}:${range.pool}`);
  const priceUsd = rangePrice(source, range, view, inputs);
  if (source === undefined || priceUsd === undefined) return undefined;
  const { valueUsd, deltaUnits, gammaUnitsPerUsd } = univ3UnitGreeks(range, priceUsd, source.tokens);
  const { vol, note } = volatility(source.underlying, view, inputs);
  const { lowerTick, upperTick } = range;
  const position = { ...source.tokens, liquidity: LIQUIDITY_UNIT, lowerTick, upperTick, priceUsd };
  return {
    kind: 'valued',
    note,
    values: {
      ...FLAT_VALUES,
      priceUsd: valueUsd,
      forwardUsd: priceUsd,
      vol,
      delta: deltaUnits,
      gammaPerUsd: gammaUnitsPerUsd,
      carryUsdPerDay: -univ3LvrPerDay(position, vol) + 0,
    },
  };
}

/**
 * The pool's own price. A pool that is the underlying's spot is weighed as spot is: when somebody has moved it, the range
 * is worth what it is when arbitrage has brought the pool back.
 */
function rangePrice(
  source: PoolSource | undefined,
  { pool: address }: Univ3Range,
  view: MarketView,
  inputs: Inputs,
): number | undefined {
  const isSpot =
    source !== undefined && view.directory.underlyings.get(source.underlying)?.spotFeed === source.spotFeed;
  if (isSpot) return spotPrice(source.underlying, view, inputs);
  const pool = inputs.read(source?.spotFeed, 'pool', source?.spotFeed ?? address);
  return pool === undefined || source === undefined ? undefined : priceUsdAtTick(pool.tick, source.tokens);
}

/** The price doesn't rest on the volatility, so it is trusted no less for a poor one. */
const CARRY_ONLY = { source: 'carry', confidence: 1, agreeing: 1 };

/** Only the carry rests on the volatility, so a missing one takes the carry away and leaves the mark. */
function volatility(underlying: string, view: MarketView, inputs: Inputs): { vol: number; note?: Failure } {
  const feed = view.volFeeds.get(underlying);
  const observation = (feed === undefined ? openInputs(view) : inputs).read(feed, 'volatility', underlying, CARRY_ONLY);
  if (observation !== undefined) return { vol: observation.vol };
  const reason = `Expected a volatility of ${underlying} for the loss to arbitrage, none was observed: the carry is left out.`;
  return { vol: 0, note: { code: 'missing_input', reason, valueKept: true } };
}
