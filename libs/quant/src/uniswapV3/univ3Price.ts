import { Q96 } from './limits.js';

/** Which token of the pool moves against the dollar, and how many decimals the two have. The other token is the quote. */
export interface PoolTokens {
  readonly token0Decimals: number;
  readonly token1Decimals: number;
  readonly volatileIsToken: 0 | 1;
}

const LOG_OF_TICK = Math.log1p(1e-4);

/**
 * Price of the volatile token in the quote token at a tick. The pool's own price is token1 per token0 in raw units,
 * 1.0001^tick; for USDC(6)/WETH(18) the dollar price is its inverse in whole tokens, 10^12/1.0001^tick, so it falls
 * as the tick rises. The power is taken through log1p, since 1.0001 itself isn't a double (1e-11 at tick 200,000).
 */
export function priceUsdAtTick(tick: number, tokens: PoolTokens): number {
  const sign = tokens.volatileIsToken === 0 ? 1 : -1;
  return Math.exp(sign * tick * LOG_OF_TICK) * 10 ** (sign * (tokens.token0Decimals - tokens.token1Decimals));
}

/** Price of the volatile token in the quote token at the pool's sqrtPriceX96. */
export function priceUsdFromSqrtPriceX96(sqrtPriceX96: bigint, tokens: PoolTokens): number {
  const sqrtPrice = Number(sqrtPriceX96) / Number(Q96);
  const scale = 10 ** (tokens.token0Decimals - tokens.token1Decimals);
  return tokens.volatileIsToken === 0 ? sqrtPrice * sqrtPrice * scale : 1 / (sqrtPrice * sqrtPrice * scale);
}
