import { absDecimal, compareDecimal, type Decimal, fromUnits, negDecimal, rescaleDecimal } from '@gimbal/money';
import { getAmount0ForLiquidity, getAmount1ForLiquidity, getSqrtRatioAtTick } from '@gimbal/quant';
import type { ExecutionConfig } from '../../config.js';
import type { PoolRow } from '../executionState.js';
import { decimalsOf } from './quoteInPool.js';
import { sqrtPriceX96Of } from './sqrtPriceX96Of.js';

type PoolConfig = ExecutionConfig['hedge']['pool'];

/** Volatile token that the pool takes or gives between its price and another, at its recorded liquidity; exact. */
export function depthBetween(pool: PoolRow, config: PoolConfig, priceUsd: Decimal): Decimal {
  const from = getSqrtRatioAtTick(pool.tick);
  const to = sqrtPriceX96Of(priceUsd, config);
  const amountBetween = config.volatileIsToken === 0 ? getAmount0ForLiquidity : getAmount1ForLiquidity;
  return fromUnits(amountBetween(from, to, pool.liquidity), decimalsOf(config).volatileDecimals);
}

/** The quantity, or as much of it as the depth bears, down to the step. */
export function withinDepth(quantity: Decimal, depth: Decimal, scale: number): Decimal {
  if (compareDecimal(absDecimal(quantity), depth) <= 0) return quantity;
  const most = rescaleDecimal(depth, scale, 'down');
  return quantity.unscaled < 0n ? negDecimal(most) : most;
}
