import { maintenanceCrossing } from '../maintenanceCrossing.js';
import { type MarginResult, refuse } from '../marginFailures.js';
import type { MarginLiquidationPrice } from '../marginLiquidationPrice.js';
import { isCross, marginOf } from './accountMargin.js';
import type { HyperliquidAccount, HyperliquidBucket, HyperliquidMarks } from './account.js';
import type { HyperliquidParameters } from './parameters.js';
import { type WeighedPosition, weighPositions } from './weighPositions.js';

/**
 * The mark of one asset at which its bucket's equity meets the maintenance margin while every other mark stays. Solved
 * on the tier that the position is in at that price, as the venue documents it.
 */
export function liquidationPrice(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
  asset: string,
): MarginResult<MarginLiquidationPrice> {
  const weighed = weighPositions(account, parameters, marksUsd);
  if (!weighed.ok) return weighed;
  const position = weighed.value.find((one) => one.asset === asset);
  if (position === undefined) return refuse({ code: 'NoPosition', asset });
  const margin = marginOf(account, weighed.value, parameters);
  const bucket = isCross(position) ? margin.cross : margin.isolated.find((one) => one.isolatedAsset === asset)!;
  const priceUsd = parameters.maintenanceAtLiquidation === 'moves' ? moving(position, bucket) : held(position, bucket);
  if (priceUsd === undefined) {
    // Without a crossing the whole range of prices lies on the side where price zero does.
    return refuse({ code: 'NoLiquidationPrice', asset, reason: reasonOf(position, bucket) });
  }
  return {
    ok: true,
    value: {
      kind: position.size > 0 ? 'atOrBelow' : 'atOrAbove',
      priceUsd,
      liquidatableNow: bucket.standing !== 'healthy',
    },
  };
}

function moving(position: WeighedPosition, bucket: HyperliquidBucket): number | undefined {
  const leg = {
    size: position.size,
    restEquityUsd: bucket.equityUsd - position.size * position.markUsd,
    restMaintenanceUsd: bucket.maintenanceUsd - position.maintenanceUsd,
  };
  return maintenanceCrossing(leg, position.tiers);
}

function held(position: WeighedPosition, bucket: HyperliquidBucket): number | undefined {
  const priceUsd = position.markUsd - (bucket.equityUsd - bucket.maintenanceUsd) / position.size;
  return priceUsd > 0 ? priceUsd : undefined;
}

function reasonOf(position: WeighedPosition, bucket: HyperliquidBucket): 'neverLiquidated' | 'alwaysLiquidatable' {
  return position.size > 0 && bucket.standing === 'healthy' ? 'neverLiquidated' : 'alwaysLiquidatable';
}
