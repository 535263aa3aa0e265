import type { InitializedTick, Univ3PoolState } from './poolState.js';

/** A Mint (`liquidityChange` above 0) or a Burn (below 0) of the range from `tickLower` to below `tickUpper`. */
export interface LiquidityChange {
  readonly tickLower: number;
  readonly tickUpper: number;
  readonly liquidityChange: bigint;
}

/**
 * The pool after a Mint or a Burn: both ends of the range in the tick table, and the liquidity in range when the pool's
 * tick lies inside (Uniswap v3 whitepaper, 6.3 and 6.4). `undefined` when an end doesn't hold that much to burn or the
 * range is empty: then the pool is not the one of the event.
 */
export function changePoolLiquidity(pool: Univ3PoolState, change: LiquidityChange): Univ3PoolState | undefined {
  const { tickLower, tickUpper, liquidityChange } = change;
  if (tickLower >= tickUpper) return undefined;
  if (liquidityChange === 0n) return pool;
  const lower = withTick(pool.ticks, tickLower, liquidityChange, liquidityChange);
  const ticks = lower === undefined ? undefined : withTick(lower, tickUpper, liquidityChange, -liquidityChange);
  if (ticks === undefined) return undefined;
  const inRange = pool.tick >= tickLower && pool.tick < tickUpper;
  const liquidity = inRange ? pool.liquidity + liquidityChange : pool.liquidity;
  return liquidity < 0n ? undefined : { ...pool, ticks, liquidity };
}

function withTick(
  ticks: readonly InitializedTick[],
  tick: number,
  grossChange: bigint,
  netChange: bigint,
): readonly InitializedTick[] | undefined {
  const at = firstTickFrom(ticks, tick);
  const held = ticks[at]?.tick === tick ? ticks[at] : undefined;
  const liquidityGross = (held?.liquidityGross ?? 0n) + grossChange;
  if (liquidityGross < 0n) return undefined;
  const changed = { tick, liquidityGross, liquidityNet: (held?.liquidityNet ?? 0n) + netChange };
  return ticks.toSpliced(at, held === undefined ? 0 : 1, ...(liquidityGross === 0n ? [] : [changed]));
}

/** Index of the first tick at or above `tick`; the length when there is none. */
export function firstTickFrom(ticks: readonly InitializedTick[], tick: number): number {
  let [from, to] = [0, ticks.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (ticks[middle]!.tick < tick) from = middle + 1;
    else to = middle;
  }
  return from;
}
