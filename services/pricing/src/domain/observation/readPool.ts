import type { PoolObserved, PoolReservesObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { MAX_TICK, MIN_TICK } from '@gimbal/quant';
import { LP_FEE_PIPS_MAX } from '../../limits.js';
import type { Observation, Rejected } from './observation.js';
import { numberOf } from './observedNumber.js';
import { rejected } from './rejected.js';

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/**
 * A pool of concentrated liquidity. At either end of the ticks it has been drained of one token, and without liquidity in
 * range any trade moves its price anywhere: neither says what anything is worth.
 */
export function readPool(pool: PoolObserved): Observation | Rejected {
  const { feed, tick, liquidity, hooks, lpFeePips, observedAtUs } = pool;
  if (!(Math.abs(tick) <= MAX_TICK)) return rejected(feed, `a tick between -${MAX_TICK} and ${MAX_TICK}`, tick);
  // The price stays below MAX_SQRT_RATIO, so the highest tick that a pool can stand at is MAX_TICK − 1.
  if (tick === MIN_TICK || tick >= MAX_TICK - 1) return rejected(feed, 'a tick off the ends of the range', tick);
  if (!(numberOf(liquidity) > 0)) return rejected(feed, 'liquidity in range above 0', liquidity);
  if (hooks !== '' && !ADDRESS.test(hooks)) return rejected(feed, 'an address of hooks', hooks);
  if (lpFeePips > LP_FEE_PIPS_MAX) {
    return rejected(feed, `a fee of at most ${LP_FEE_PIPS_MAX} hundredths of a basis point`, lpFeePips);
  }
  return { kind: 'pool', feed, tick, hooks, observedAtUs, assumed: false };
}

/** A constant-product pool. One without reserves has no price, and one without a supply no shares. */
export function readReserves(pool: PoolReservesObserved): Observation | Rejected {
  const { feed, observedAtUs } = pool;
  for (const field of ['reserve0', 'reserve1', 'totalSupply'] as const) {
    const found = numberOf(pool[field]);
    if (!(found > 0 && Number.isFinite(found))) return rejected(feed, `a ${NAMES[field]} above 0`, pool[field]);
  }
  const [reserve0, reserve1] = [numberOf(pool.reserve0), numberOf(pool.reserve1)];
  const totalSupply = numberOf(pool.totalSupply);
  return { kind: 'reserves', feed, reserve0, reserve1, totalSupply, observedAtUs, assumed: false };
}

const NAMES = { reserve0: 'reserve0', reserve1: 'reserve1', totalSupply: 'supply of pool tokens' } as const;
