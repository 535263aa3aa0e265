/**
 * How a position is margined. `rawUsd` is the isolated balance: what was set aside, less what the position cost (the
 * venue's field of the same name), so that the isolated equity is `rawUsd` plus size times mark.
 */
export type HyperliquidMarginMode =
  | { readonly kind: 'cross'; readonly leverage: number }
  | { readonly kind: 'isolated'; readonly leverage: number; readonly rawUsd: number };

export interface HyperliquidPosition {
  readonly asset: string;
  /** Negative for a short. */
  readonly size: number;
  readonly mode: HyperliquidMarginMode;
}

export interface HyperliquidAccount {
  /** `totalRawUsd` of the cross summary: money less what the cross positions cost. Negative for a levered long. */
  readonly crossRawUsd: number;
  readonly positions: readonly HyperliquidPosition[];
}

/** Mark prices in USD by asset. */
export type HyperliquidMarks = Readonly<Record<string, number>>;

/** `backstop`: equity under the backstop's share of the maintenance margin. */
export type HyperliquidStanding = 'healthy' | 'liquidatable' | 'backstop';

/** The cross positions together, or one isolated position: what is liquidated on its own. */
export interface HyperliquidBucket {
  /** The asset of an isolated position, undefined for cross. */
  readonly isolatedAsset: string | undefined;
  readonly equityUsd: number;
  readonly notionalUsd: number;
  readonly marginUsedUsd: number;
  readonly maintenanceUsd: number;
  readonly standing: HyperliquidStanding;
}

export interface HyperliquidPositionMargin {
  readonly asset: string;
  readonly markUsd: number;
  readonly notionalUsd: number;
  /** Cross: notional over leverage. Isolated: the equity that is set aside. */
  readonly marginUsedUsd: number;
  readonly maintenanceUsd: number;
}

export interface HyperliquidMargin {
  readonly accountValueUsd: number;
  readonly marginUsedUsd: number;
  readonly withdrawableUsd: number;
  readonly cross: HyperliquidBucket;
  readonly isolated: readonly HyperliquidBucket[];
  readonly positions: readonly HyperliquidPositionMargin[];
}
