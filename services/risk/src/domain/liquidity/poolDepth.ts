import { MAX_TICK, MIN_TICK, priceUsdAtTick } from '@gimbal/quant';
import { DEPTH_AGE_US_MAX } from '../../limits.js';
import { coinsOfPool } from '../lookThrough/knownPools.js';
import type { PoolRow } from './poolRows.js';

/** The depth of one pool in whole coins. */
export interface PoolDepth {
  readonly feed: string;
  /** Dollars per coin at the pool's tick; its dollar coin counts as a dollar. */
  readonly priceUsd: number;
  /** L in whole coins (raw L over 10^((d0+d1)/2)). */
  readonly liquidity: number;
  readonly feePer1: number;
}

export type PoolDepthResult =
  { readonly ok: true; readonly value: PoolDepth } | { readonly ok: false; readonly reason: string };

const PIPS_PER_ONE = 1_000_000;
const depthByRow = new WeakMap<PoolRow, PoolDepthResult>();

/** What a pool can take at a time, or why it says nothing. */
export function poolDepth(row: PoolRow, timeUs: bigint): PoolDepthResult {
  const ageUs = timeUs - row.observedAtUs;
  if (ageUs > DEPTH_AGE_US_MAX) {
    const [limit, age] = [DEPTH_AGE_US_MAX, ageUs].map((us) => `${us / 1_000_000n} s`);
    return { ok: false, reason: `Expected a depth of ${row.feed} of at most ${limit}, was ${age} old.` };
  }
  const known = depthByRow.get(row);
  if (known !== undefined) return known;
  const depth = depthOf(row);
  depthByRow.set(row, depth);
  return depth;
}

function depthOf({ feed, pool, tick, liquidity }: PoolRow): PoolDepthResult {
  const coins = coinsOfPool(pool);
  if (coins === undefined)
    return { ok: false, reason: `Expected the coins of pool ${pool} to be known, they are not.` };
  if (tick <= MIN_TICK || tick >= MAX_TICK) {
    return { ok: false, reason: `Expected a tick of ${feed} between ${MIN_TICK} and ${MAX_TICK}, was ${tick}.` };
  }
  const whole = Number(liquidity) / 10 ** ((coins.token0Decimals + coins.token1Decimals) / 2);
  if (!(whole > 0)) return { ok: false, reason: `Expected liquidity of ${feed} above 0, was ${liquidity}.` };
  const depth = {
    feed,
    priceUsd: priceUsdAtTick(tick, coins),
    liquidity: whole,
    feePer1: coins.feePips / PIPS_PER_ONE,
  };
  return { ok: true, value: depth };
}
