import { absDecimal, type Decimal, formatDecimal, toUnits } from '@gimbal/money';
import { getSqrtRatioAtTick, priceUsdFromSqrtPriceX96, swapWithinLiquidity } from '@gimbal/quant';
import type { ExecutionConfig } from '../../config.js';
import type { PoolRow } from '../executionState.js';
import { sqrtPriceX96Of } from './sqrtPriceX96Of.js';

type PoolConfig = ExecutionConfig['hedge']['pool'];

/** What a trade of the volatile token against the pool moves, in the pool's own integers. */
export interface PoolQuote {
  readonly ok: true;
  /** Price before the trade, quote per whole volatile token. */
  readonly midUsd: number;
  /** Volatile token that went over the curve, without fee; its raw integer. */
  readonly volatileRaw: bigint;
  /** Quote token that went over the curve, without fee; its raw integer. */
  readonly quoteRaw: bigint;
  /** The pool's fee, in the token that is paid in: volatile for a sale, quote for a purchase. */
  readonly feeRaw: bigint;
}

export interface NoPoolQuote {
  readonly ok: false;
  readonly code: 'limit_price_exceeded' | 'insufficient_depth';
  readonly reason: string;
}

/**
 * Trades `quantity` (signed, volatile token) against the recorded liquidity, never past `limitPriceUsd`. Liquidity is
 * taken as constant up to the limit, since the recording has no ticks beside the current one.
 */
export function quoteInPool(
  pool: PoolRow,
  config: PoolConfig,
  feePips: number,
  quantity: Decimal,
  limitPriceUsd: Decimal,
): PoolQuote | NoPoolQuote {
  const { volatileDecimals } = decimalsOf(config);
  const sqrtPriceX96 = getSqrtRatioAtTick(pool.tick);
  const midUsd = midOf(pool, config);
  const sells = quantity.unscaled < 0n;
  const sqrtPriceTargetX96 = sqrtPriceX96Of(limitPriceUsd, config);
  // Selling moves the pool's price towards the limit: down for token0, up for token1, which is quoted upside down.
  const zeroForOne = sells === (config.volatileIsToken === 0);
  if (zeroForOne ? sqrtPriceTargetX96 >= sqrtPriceX96 : sqrtPriceTargetX96 <= sqrtPriceX96) {
    const side = sells ? 'at least' : 'at most';
    const reason = `Expected a price of ${side} ${formatDecimal(limitPriceUsd)}, the pool stood at ${midUsd.toFixed(2)}.`;
    return { ok: false, code: 'limit_price_exceeded', reason };
  }
  const raw = toUnits(absDecimal(quantity), volatileDecimals, 'halfEven');
  const within = { sqrtPriceX96, liquidity: pool.liquidity, zeroForOne, feePips: BigInt(feePips), sqrtPriceTargetX96 };
  const step =
    pool.liquidity <= 0n
      ? undefined
      : swapWithinLiquidity({ ...within, ...(sells ? { amountIn: raw } : { amountOut: raw }) });
  if (step === undefined || step.reachedTarget) {
    const possible = step === undefined ? 0n : sells ? step.amountIn + step.feeAmount : step.amountOut;
    const reason =
      `Expected depth for ${formatDecimal(absDecimal(quantity))} up to a price of ${formatDecimal(limitPriceUsd)}, ` +
      `was ${(Number(possible) / 10 ** volatileDecimals).toFixed(4)} in ${config.feed}.`;
    return { ok: false, code: 'insufficient_depth', reason };
  }
  const { amountIn, amountOut, feeAmount } = step;
  const [volatileRaw, quoteRaw] = sells ? [amountIn, amountOut] : [amountOut, amountIn];
  return { ok: true, midUsd, volatileRaw, quoteRaw, feeRaw: feeAmount };
}

/** The pool's price at its last recorded tick, quote per whole volatile token. */
export function midOf(pool: PoolRow, config: PoolConfig): number {
  return priceUsdFromSqrtPriceX96(getSqrtRatioAtTick(pool.tick), config);
}

export function decimalsOf(config: PoolConfig): { readonly volatileDecimals: number; readonly quoteDecimals: number } {
  const { token0Decimals, token1Decimals, volatileIsToken } = config;
  return volatileIsToken === 0
    ? { volatileDecimals: token0Decimals, quoteDecimals: token1Decimals }
    : { volatileDecimals: token1Decimals, quoteDecimals: token0Decimals };
}
