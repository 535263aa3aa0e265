/** One row of an asset's tier table: from this notional on, this is the highest leverage. */
export interface HyperliquidTier {
  readonly lowerBoundUsd: number;
  readonly maxLeverage: number;
}

export interface HyperliquidAsset {
  readonly asset: string;
  /** By rising bound, the first from 0. An asset without tiers has one row. */
  readonly tiers: readonly HyperliquidTier[];
}

/** One parameter set as the venue published it at one time. */
export interface HyperliquidParameters {
  readonly assets: readonly HyperliquidAsset[];
  /** Maintenance margin as a share of the initial margin at the highest leverage. */
  readonly maintenanceShare: number;
  /** Below this share of the maintenance margin the backstop takes over the whole bucket, and its margin. */
  readonly backstopShare: number;
  /** A liquidation of a larger position first sends `partialShare` of it, then waits for `coolDownSeconds`. */
  readonly partialAboveUsd: number;
  readonly partialShare: number;
  readonly coolDownSeconds: number;
  /** Share of the cross notional that has to stay when money is withdrawn, if that is more than the margin in use. */
  readonly withdrawalShare: number;
  /**
   * How the venue solves for the price that it prints. `moves`: the position's own maintenance margin moves with the
   * price, so that the price is where the liquidation begins. `held`: it stays at what it is now.
   */
  readonly maintenanceAtLiquidation: 'moves' | 'held';
}

/** The venue's documentation of 2024 to 2026, without its assets, whose tiers come as data. */
export const HYPERLIQUID_RULES: Omit<HyperliquidParameters, 'assets'> = {
  maintenanceShare: 0.5,
  backstopShare: 2 / 3,
  partialAboveUsd: 100_000,
  partialShare: 0.2,
  coolDownSeconds: 30,
  withdrawalShare: 0.1,
  maintenanceAtLiquidation: 'moves',
};

/**
 * The closed alpha of March 2023. That its price held the maintenance margin fixed, and that a withdrawal had to leave
 * only the margin in use, is read from the one account recorded then; the liquidation shares are those of later documents.
 */
export const HYPERLIQUID_RULES_2023_03: Omit<HyperliquidParameters, 'assets'> = {
  ...HYPERLIQUID_RULES,
  withdrawalShare: 0,
  maintenanceAtLiquidation: 'held',
};
