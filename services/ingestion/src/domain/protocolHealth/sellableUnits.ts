import { getSqrtRatioAtTick, MAX_TICK, MIN_TICK, Q96 } from '@gimbal/quant';
import type { DepthPool } from './healthWatch.js';
import type { PoolRow } from './protocolHealthRows.js';

const BPS_PER_ONE = 10_000;
const PIPS_PER_ONE = 1_000_000;

/**
 * How many smallest units of the asset can be sold in a pool until its price has fallen by the slippage, fee included:
 * L·(1/√P' - 1/√P) of token0, L·(√P' - √P) of token1 (Uniswap v3 whitepaper, 6.14 and 6.16). Observations know the
 * liquidity in range alone, so it is taken to be the same down to there: with a slippage wider than the makers' ranges
 * that says too much.
 */
export function sellableUnits(pool: PoolRow, { assetIsToken, feePips }: DepthPool, slippageBps: number): number {
  if (pool.tick < MIN_TICK || pool.tick > MAX_TICK) return 0;
  const sqrtPrice = Number(getSqrtRatioAtTick(pool.tick)) / Number(Q96);
  // The asset's own price falls to this part of itself; that of the pool is token1 in token0.
  const sqrtKept = Math.sqrt(1 - slippageBps / BPS_PER_ONE);
  const liquidity = Number(pool.liquidity);
  const intoCurve =
    assetIsToken === 0 ? (liquidity / sqrtPrice) * (1 / sqrtKept - 1) : liquidity * sqrtPrice * (1 / sqrtKept - 1);
  return intoCurve / (1 - feePips / PIPS_PER_ONE);
}
