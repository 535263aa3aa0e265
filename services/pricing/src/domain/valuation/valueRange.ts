import { LIQUIDITY_UNIT, type Univ3Range, type Univ4Range } from '@gimbal/instruments';
import { priceUsdAtTick, univ3Liquidity, valueInstrument } from '@gimbal/quant';
import { feesPerDay } from '../flow/feesPerDay.js';
import type { PoolSource } from '../marketDirectory.js';
import { poolKey } from '../poolKey.js';
import type { Inputs } from './inputs.js';
import { liquidityValuation } from './liquidityValuation.js';
import { lvrVolatility } from './lvrVolatility.js';
import type { MarketView } from './marketView.js';
import { poolPrice } from './poolPrice.js';
import { unmodelledHooks } from './unmodelledHooks.js';
import type { Valuation } from './valuation.js';

const UNIT = Number(LIQUIDITY_UNIT);

/**
 * One unit (10^12 of L) of a Uniswap v3 or v4 range. The pool's dollar coin counts as a dollar. Its carry is what it earns
 * at the observed pace of the pool's fees while the price is inside, less what arbitrage takes from it in a day at the
 * underlying's volatility (LVR). The fees hold those that arbitrage pays, so the whole LVR is taken off them.
 */
export function valueRange(range: Univ3Range | Univ4Range, view: MarketView, inputs: Inputs): Valuation {
  const source = view.directory.pools.get(poolKey(range));
  if (source === undefined) {
    inputs.read(undefined, 'pool', poolKey(range));
    return undefined;
  }
  const unmodelled = range.kind === 'univ4' ? unmodelledHooks(source, view) : undefined;
  if (unmodelled !== undefined) return { kind: 'failed', failure: unmodelled };
  const priceUsd = poolPrice('pool', source, view, inputs);
  if (priceUsd === undefined) return undefined;
  const { vol, note } = lvrVolatility(source.underlying, view, inputs);
  const { tokens } = source;
  const [lowUsd, highUsd] = endsUsd(range, source);
  const isInside = priceUsd > lowUsd && priceUsd < highUsd;
  const flow = view.poolFlows.get(source.spotFeed);
  const feesUsdPerDay = isInside ? feesPerDay(flow, UNIT, priceUsd, tokens, source.feePer1 ?? 0) : 0;
  const liquidityUnits = UNIT / 10 ** ((tokens.token0Decimals + tokens.token1Decimals) / 2);
  const terms = { liquidityUnits, lowUsd, highUsd, priceUsd, vol, feesUsdPerDay };
  return liquidityValuation(valueInstrument(univ3Liquidity, terms), priceUsd, vol, note);
}

/** If the volatile token is token1, price and ticks are inverted: the upper tick is the low end in dollars. */
function endsUsd(range: Univ3Range | Univ4Range, { tokens }: PoolSource): readonly [low: number, high: number] {
  const atLower = priceUsdAtTick(range.lowerTick, tokens);
  const atUpper = priceUsdAtTick(range.upperTick, tokens);
  return tokens.volatileIsToken === 0 ? [atLower, atUpper] : [atUpper, atLower];
}
