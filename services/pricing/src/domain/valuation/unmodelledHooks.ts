import { hookPermissions, hookReturnsDelta, returnedDeltas } from '@gimbal/quant';
import type { Failure } from '../frame/marksFrame.js';
import type { PoolSource } from '../marketDirectory.js';
import type { MarketView } from './marketView.js';

/**
 * Why a Uniswap v4 pool has a curve of its own: hooks that return deltas, unless the directory trusts them. A feed that
 * doesn't say the hooks leaves open whether there are any. Undefined for a pool that is modelled, or not observed yet.
 */
export function unmodelledHooks(source: PoolSource, view: MarketView): Failure | undefined {
  const observation = view.feeds.get(source.spotFeed)?.observation;
  if (observation?.kind !== 'pool') return undefined;
  const { hooks } = observation;
  if (hooks === '') {
    const reason = `Expected the hooks of ${source.spotFeed}, the feed says none.`;
    return { code: 'missing_input', reason, valueKept: false };
  }
  const permissions = hookPermissions(BigInt(hooks));
  if (!hookReturnsDelta(permissions) || source.trustedHooks?.has(hooks.toLowerCase()) === true) return undefined;
  const found = returnedDeltas(permissions).join(', ');
  const reason = `Expected hooks that return no deltas, was ${found} of ${hooks}: what liquidity is worth there is not modelled.`;
  return { code: 'not_modelled', reason, valueKept: false };
}
