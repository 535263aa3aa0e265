import type { Decision } from '../decide/decision.js';
import type { PoolRow } from '../executionState.js';
import { type Doubt, feedDoubt } from './feedDoubt.js';

export type FreshPool =
  | { readonly ok: true; readonly pool: PoolRow }
  | { readonly ok: false; readonly code: Doubt['code'] | 'stale_pool' | 'pool_unknown'; readonly reason: string };

/** The pool that prices hedges, unless it was never seen, ingestion calls it stale or degraded, or it is too old on the domain clock. */
export function freshPool({ state, config, context }: Decision): FreshPool {
  const { feed, ageSecondsMax } = config.hedge.pool;
  const pool = state.pools.get(feed);
  if (pool === undefined)
    return { ok: false, code: 'pool_unknown', reason: `Expected an observation of ${feed}, found none.` };
  const ageSeconds = Number(context.step.timeUs - heardAtUs(state, pool)) / 1e6;
  const doubt = feedDoubt(state, feed);
  if (doubt !== undefined && doubt.code !== 'stale_feed') return { ok: false, ...doubt };
  if (doubt !== undefined || ageSeconds > ageSecondsMax) {
    const reason = `Expected ${feed} younger than ${ageSecondsMax} s and not stale, was ${ageSeconds.toFixed(0)} s old.`;
    return { ok: false, code: 'stale_pool', reason };
  }
  return { ok: true, pool };
}

/** A recorded pool says itself that it stands; of one on a chain that is followed, each block does. */
function heardAtUs({ chainHeads }: Decision['state'], { chain, observedAtUs }: PoolRow): bigint {
  const headUs = chainHeads.get(chain) ?? observedAtUs;
  return headUs > observedAtUs ? headUs : observedAtUs;
}
