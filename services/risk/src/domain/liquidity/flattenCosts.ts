import type { FlattenCost } from '@gimbal/contracts/risk/v1/exposure_events';
import { isUsdPegged } from '../exposure/exposureVector.js';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import { poolDepth, type PoolDepth } from './poolDepth.js';
import { swapCostUsd } from './swapCost.js';

/** The delta of an asset over all accounts. */
export interface AssetDelta {
  readonly asset: string;
  deltaUnits: number;
  deltaUsd: number;
}

/** Half of the liquidity that is there now. */
const THINNER = 0.5;

/** What it costs to bring the delta of each asset to zero, in the deepest pool that was seen; dollars have none to bring. */
export function flattenCosts(basis: PortfolioBasis, deltas: readonly AssetDelta[]): FlattenCost[] {
  return deltas
    .filter(({ asset, deltaUnits }) => deltaUnits !== 0 && asset !== '' && !isUsdPegged(asset))
    .map((delta) => flattenCost(basis, delta));
}

function flattenCost(basis: PortfolioBasis, { asset, deltaUnits, deltaUsd }: AssetDelta): FlattenCost {
  const deepest = deepestPool(basis, asset);
  const none = { asset, deltaUsd, costUsd: 0, costHalfDepthUsd: 0 };
  if (typeof deepest === 'string') return { ...none, depthFeed: '', unavailableReason: deepest };
  const costUsd = swapCostUsd(deepest, deltaUnits);
  const costHalfDepthUsd = swapCostUsd({ ...deepest, liquidity: deepest.liquidity * THINNER }, deltaUnits);
  if (costUsd === undefined || costHalfDepthUsd === undefined) {
    const held = (deepest.liquidity * (costUsd === undefined ? 1 : THINNER)) / Math.sqrt(deepest.priceUsd);
    const unavailableReason = `Expected ${deepest.feed} to hold more than ${-deltaUnits} of ${asset}, was ${held}.`;
    return { ...none, costUsd: costUsd ?? 0, depthFeed: deepest.feed, unavailableReason };
  }
  return { asset, deltaUsd, costUsd, costHalfDepthUsd, depthFeed: deepest.feed, unavailableReason: '' };
}

/** The pool that takes most dollars for the same move of its price, or why there is none. */
function deepestPool({ pools, step }: PortfolioBasis, asset: string): PoolDepth | string {
  let deepest: PoolDepth | undefined;
  let reason = '';
  for (const row of pools.get(asset) ?? []) {
    const depth = poolDepth(row, step.timeUs);
    if (!depth.ok) reason ||= depth.reason;
    else if (deepest === undefined || dollarsIn(depth.value) > dollarsIn(deepest)) deepest = depth.value;
  }
  return deepest ?? (reason || `Expected a pool of ${asset} against a dollar coin, none was observed.`);
}

function dollarsIn({ liquidity, priceUsd }: PoolDepth): number {
  return liquidity * Math.sqrt(priceUsd);
}
