import { type Event, isEvent } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { Observation } from '../observation/observation.js';
import { numberOf } from '../observation/observedNumber.js';
import type { FlowGrowth } from './poolFlow.js';

/** The pool's own decimals of a fee: hundredths of a basis point. */
const PIPS_PER_ONE = 1e6;

/**
 * What an accepted observation of a pool brought per unit of its liquidity; `before` is the observation before it.
 * Undefined where nothing can be said.
 */
export function growthOf(event: Event, observed: Observation, before: Observation | undefined): FlowGrowth | undefined {
  if (observed.kind === 'reserves') return growthOfReserves(observed, before);
  return isEvent(event, PoolObserved) ? growthOfSwaps(event.value) : undefined;
}

/**
 * Liquidity in range shares what swaps pay by its part of L (Uniswap v3 whitepaper, 6.3): amount in · fee / L. Where the
 * fee changes from swap to swap it is that of the interval's last one, which the event says.
 */
function growthOfSwaps(pool: PoolObserved): FlowGrowth | undefined {
  const liquidity = numberOf(pool.liquidity);
  const isFees = pool.lpFeePips > 0;
  const part = (isFees ? pool.lpFeePips / PIPS_PER_ONE : 1) / liquidity;
  const growth0 = numberOf(pool.amount0In) * part;
  const growth1 = numberOf(pool.amount1In) * part;
  if (!(growth0 >= 0 && growth1 >= 0 && Number.isFinite(growth0 + growth1))) return undefined;
  return { observedAtUs: pool.observedAtUs, isFees, growth0, growth1 };
}

/**
 * Fees of a constant-product pool stay in its reserves: √k per pool token grows by them and by nothing else (Uniswap v2
 * whitepaper, 2.4). That growth is held in both tokens, as the reserves are.
 */
function growthOfReserves(
  now: Extract<Observation, { kind: 'reserves' }>,
  before: Observation | undefined,
): FlowGrowth | undefined {
  const sqrtK = Math.sqrt(now.reserve0) * Math.sqrt(now.reserve1);
  let growth = 0;
  if (before?.kind === 'reserves') {
    const sqrtKBefore = Math.sqrt(before.reserve0) * Math.sqrt(before.reserve1);
    growth = Math.max(0, Math.log(sqrtK / now.totalSupply) - Math.log(sqrtKBefore / before.totalSupply));
  }
  const growth0 = (growth * now.reserve0) / sqrtK;
  const growth1 = (growth * now.reserve1) / sqrtK;
  return { observedAtUs: now.observedAtUs, isFees: true, growth0, growth1 };
}
