import { LIQUIDITY_UNIT } from '@gimbal/instruments';
import type { Univ3Range } from '@gimbal/instruments';
import { priceUsdAtTick } from './univ3Price.js';
import type { PoolTokens } from './univ3Price.js';
import { univ3RangeGreeks } from './univ3RangeGreeks.js';

export interface Univ3Position extends PoolTokens {
  /** Raw L of the contract. */
  readonly liquidity: number | bigint;
  readonly lowerTick: number;
  readonly upperTick: number;
  /** Price of the volatile token in the quote token. */
  readonly priceUsd: number;
}

/** A range position as an instrument. Fees earned aren't in it: they are a balance of their own. */
export interface Univ3Greeks {
  /** Both sides in the quote token, which is counted as a dollar: multiply by the quote's own price where it isn't. */
  readonly valueUsd: number;
  /** Whole volatile tokens; equal to the amount held of it. */
  readonly deltaUnits: number;
  /** Change of delta for one dollar: -L/(2P^{3/2}) inside, 0 outside. It jumps at the ends; never interpolate across them. */
  readonly gammaUnitsPerUsd: number;
  /** Whole tokens (floats); for the wei use amountsForLiquidity. */
  readonly amount0: number;
  readonly amount1: number;
  /** Where the price stands in the range, by price of the volatile token. `below`: all volatile; `above`: all quote. */
  readonly region: 'below' | 'inside' | 'above';
}

/**
 * Value, delta and gamma of a Uniswap v3 position by the closed forms of `univ3RangeGreeks`. If the volatile token is
 * token1, price and ticks are inverted, so that upperTick gives the low end of the range in dollars.
 */
export function univ3Greeks(position: Univ3Position): Univ3Greeks {
  const { priceUsd, lowerTick, upperTick, volatileIsToken, token0Decimals, token1Decimals } = position;
  const volatileIsToken0 = volatileIsToken === 0;
  const greeks = univ3RangeGreeks({
    liquidity: Number(position.liquidity) / 10 ** ((token0Decimals + token1Decimals) / 2),
    lowUsd: priceUsdAtTick(volatileIsToken0 ? lowerTick : upperTick, position),
    highUsd: priceUsdAtTick(volatileIsToken0 ? upperTick : lowerTick, position),
    priceUsd,
  });
  const { valueUsd, deltaUnits, gammaUnitsPerUsd, quoteUnits, region } = greeks;
  const [amount0, amount1] = volatileIsToken0 ? [deltaUnits, quoteUnits] : [quoteUnits, deltaUnits];
  return { valueUsd, deltaUnits, gammaUnitsPerUsd, amount0, amount1, region };
}

/** The same for one unit of the instrument, {@link LIQUIDITY_UNIT} of L: what a mark column holds. */
export function univ3UnitGreeks(range: Univ3Range, priceUsd: number, tokens: PoolTokens): Univ3Greeks {
  const { lowerTick, upperTick } = range;
  return univ3Greeks({ ...tokens, liquidity: LIQUIDITY_UNIT, lowerTick, upperTick, priceUsd });
}
