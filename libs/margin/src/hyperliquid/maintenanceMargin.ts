import type { HyperliquidAsset } from './parameters.js';

/** A tier as maintenance sees it: margin is notional · rate − deduction. */
export interface MaintenanceTier {
  readonly lowerBoundUsd: number;
  readonly rate: number;
  readonly deductionUsd: number;
}

/**
 * The tiers of an asset with the deductions that make the margin continuous: each adds its bound times the rise of the
 * rate to the one before, so that only what lies above a bound pays the higher rate (the venue's page on margin tiers).
 */
export function maintenanceTiers(asset: HyperliquidAsset, maintenanceShare: number): readonly MaintenanceTier[] {
  const tiers: MaintenanceTier[] = [];
  for (const { lowerBoundUsd, maxLeverage } of asset.tiers) {
    const rate = maintenanceShare / maxLeverage;
    const before = tiers.at(-1);
    const deductionUsd = before === undefined ? 0 : before.deductionUsd + lowerBoundUsd * (rate - before.rate);
    tiers.push({ lowerBoundUsd, rate, deductionUsd });
  }
  return tiers;
}

/** Maintenance margin of a notional in USD: the last tier that it has reached says. */
export function maintenanceMargin(notionalUsd: number, tiers: readonly MaintenanceTier[]): number {
  const tier = tiers.findLast(({ lowerBoundUsd }) => notionalUsd >= lowerBoundUsd)!;
  return notionalUsd * tier.rate - tier.deductionUsd;
}
