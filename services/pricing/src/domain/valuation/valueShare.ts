import { LIQUIDITY_UNIT, type Univ2Share } from '@gimbal/instruments';
import { univ2Liquidity, valueInstrument } from '@gimbal/quant';
import { feesPerDay } from '../flow/feesPerDay.js';
import { poolKey } from '../poolKey.js';
import type { Inputs } from './inputs.js';
import { liquidityValuation } from './liquidityValuation.js';
import { lvrVolatility } from './lvrVolatility.js';
import type { MarketView } from './marketView.js';
import { poolPrice } from './poolPrice.js';
import type { Valuation } from './valuation.js';

/**
 * One unit (10^12 of the pool token's smallest units) of a Uniswap v2 pool: its part of √(x·y) at the pool's price, with a
 * carry as a range has it. Fees stay in the reserves, so their pace is the growth of √(x·y) per pool token.
 */
export function valueShare(share: Univ2Share, view: MarketView, inputs: Inputs): Valuation {
  const source = view.directory.pools.get(poolKey(share));
  if (source === undefined) {
    inputs.read(undefined, 'reserves', poolKey(share));
    return undefined;
  }
  const { tokens, spotFeed, underlying } = source;
  const priceUsd = poolPrice('reserves', source, view, inputs);
  const pool = inputs.read(spotFeed, 'reserves', spotFeed);
  if (priceUsd === undefined || pool === undefined) return undefined;
  const { vol, note } = lvrVolatility(underlying, view, inputs);
  const sharePer1 = Number(LIQUIDITY_UNIT) / pool.totalSupply;
  const liquidity = Math.sqrt(pool.reserve0) * Math.sqrt(pool.reserve1) * sharePer1;
  const feesUsdPerDay = feesPerDay(view.poolFlows.get(spotFeed), liquidity, priceUsd, tokens, 0);
  const liquidityUnits = liquidity / 10 ** ((tokens.token0Decimals + tokens.token1Decimals) / 2);
  const terms = { liquidityUnits, priceUsd, vol, feesUsdPerDay };
  return liquidityValuation(valueInstrument(univ2Liquidity, terms), priceUsd, vol, note);
}
