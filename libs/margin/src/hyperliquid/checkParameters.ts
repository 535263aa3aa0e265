import type { MarginFailure } from '../marginFailures.js';
import { ASSETS_MAX, TIERS_MAX } from './limits.js';
import type { HyperliquidAsset, HyperliquidParameters } from './parameters.js';

/** The first contradiction of a parameter set, or undefined. */
export function checkParameters(parameters: HyperliquidParameters): MarginFailure | undefined {
  const { assets } = parameters;
  if (assets.length > ASSETS_MAX) return { code: 'TooMany', list: 'assets', found: assets.length, max: ASSETS_MAX };
  const seen = new Set<string>();
  for (const asset of assets) {
    if (seen.has(asset.asset)) return { code: 'DuplicateAsset', asset: asset.asset, list: 'assets' };
    seen.add(asset.asset);
    const failure = checkTiers(asset);
    if (failure !== undefined) return failure;
  }
  return checkShares(parameters);
}

function checkTiers({ asset, tiers }: HyperliquidAsset): MarginFailure | undefined {
  const wrong = (field: string, expected: string, found: number | undefined): MarginFailure => {
    return { code: 'TiersNotIncreasing', asset, field, expected, found };
  };
  if (tiers.length > TIERS_MAX)
    return { code: 'TooMany', list: `tiers of ${asset}`, found: tiers.length, max: TIERS_MAX };
  if (tiers[0]?.lowerBoundUsd !== 0) return wrong('the first lowerBoundUsd', 'to be 0', tiers[0]?.lowerBoundUsd);
  for (const [place, { lowerBoundUsd, maxLeverage }] of tiers.entries()) {
    const before = tiers[place - 1];
    if (!(maxLeverage >= 1 && maxLeverage < Infinity)) return wrong('maxLeverage', 'to be 1 or more', maxLeverage);
    if (before === undefined) continue;
    if (!(lowerBoundUsd > before.lowerBoundUsd && lowerBoundUsd < Infinity)) {
      return wrong('lowerBoundUsd', `above ${before.lowerBoundUsd}`, lowerBoundUsd);
    }
    if (maxLeverage >= before.maxLeverage) return wrong('maxLeverage', `below ${before.maxLeverage}`, maxLeverage);
  }
  return undefined;
}

function checkShares(parameters: HyperliquidParameters): MarginFailure | undefined {
  const outside = (field: keyof HyperliquidParameters, expected: string, found: number): MarginFailure => {
    return { code: 'ContradictingParameters', subject: 'Hyperliquid', field, expected, found };
  };
  // Maintenance may not exceed the initial margin: a position would be liquidatable in the moment it is opened.
  for (const field of ['maintenanceShare', 'backstopShare', 'partialShare'] as const) {
    if (!(parameters[field] > 0 && parameters[field] <= 1)) {
      return outside(field, 'above 0 and at most 1', parameters[field]);
    }
  }
  if (!(parameters.withdrawalShare >= 0 && parameters.withdrawalShare <= 1)) {
    return outside('withdrawalShare', 'from 0 to 1', parameters.withdrawalShare);
  }
  for (const field of ['partialAboveUsd', 'coolDownSeconds'] as const) {
    if (!(parameters[field] >= 0)) return outside(field, 'to be 0 or more', parameters[field]);
  }
  return undefined;
}
