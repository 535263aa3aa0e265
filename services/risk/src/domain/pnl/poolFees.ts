import { LIQUIDITY_UNIT } from '@gimbal/instruments';
import type { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { PoolFeesRow } from './pnlRows.js';

/** What a pool's contract holds for ever: its fee, and its tokens. One of them is a dollar coin. */
interface PoolFacts {
  /** Millionths of what is swapped in. */
  readonly feePips: number;
  readonly token0Decimals: number;
  readonly token1Decimals: number;
  readonly volatileIsToken: 0 | 1;
}

/** Pools whose fees are accrued, by `chain:address`. Liquidity of others earns fees that nobody here can tell. */
const POOLS: ReadonlyMap<string, PoolFacts> = new Map([
  [
    'polygon:0x45dda9cb7c25131df268515131f647d726f50608',
    { feePips: 500, token0Decimals: 6, token1Decimals: 18, volatileIsToken: 1 },
  ],
]);

const PIPS = 1_000_000;
const EMPTY: PoolFeesRow = { tick: 0, feeGrowth0: 0, feeGrowth1: 0 };

export function poolKeyOf(chain: string, pool: string): string {
  return `${chain}:${pool}`;
}

/**
 * A pool's fees per unit of L after an observed interval: amount in · fee / liquidity in range, token by token. Undefined
 * for a pool that isn't known or that had no liquidity. The liquidity is the one at the interval's end, which is all that
 * is recorded of it.
 */
export function grownPool(held: PoolFeesRow | undefined, observed: PoolObserved): PoolFeesRow | undefined {
  const facts = POOLS.get(poolKeyOf(observed.chain, observed.pool));
  if (facts === undefined) return undefined;
  const liquidity = Number(observed.liquidity);
  const { feeGrowth0, feeGrowth1 } = held ?? EMPTY;
  if (!(liquidity > 0)) return { tick: observed.tick, feeGrowth0, feeGrowth1 };
  // A pool whose fee moves says it; the others keep the one that they were made with.
  const feePips = observed.lpFeePips > 0 ? observed.lpFeePips : facts.feePips;
  const share = feePips / PIPS / liquidity;
  return {
    tick: observed.tick,
    feeGrowth0: feeGrowth0 + Number(observed.amount0In) * share,
    feeGrowth1: feeGrowth1 + Number(observed.amount1In) * share,
  };
}

/**
 * USD that one unit of a position (10^12 of L) earned between two standings of its pool: nothing while the price stands
 * outside its range. The dollar coin counts as a dollar, as it does in the pool's price.
 */
export function unitFeesUsd(
  poolKey: string,
  range: { readonly lowerTick: number; readonly upperTick: number },
  pool: PoolFeesRow,
  growth0: number,
  growth1: number,
  volatileUsd: number,
): number {
  const facts = POOLS.get(poolKey);
  if (facts === undefined || pool.tick < range.lowerTick || pool.tick >= range.upperTick) return 0;
  const [price0, price1] = facts.volatileIsToken === 0 ? [volatileUsd, 1] : [1, volatileUsd];
  const earned0 = ((pool.feeGrowth0 - growth0) / 10 ** facts.token0Decimals) * price0;
  const earned1 = ((pool.feeGrowth1 - growth1) / 10 ** facts.token1Decimals) * price1;
  return Number(LIQUIDITY_UNIT) * (earned0 + earned1);
}
