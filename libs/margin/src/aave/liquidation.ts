import type { AavePosition } from './account.js';

export interface LiquidationRequest {
  readonly debtAsset: string;
  readonly collateralAsset: string;
  /** Token units the liquidator offers, or `max` for as much as the rules allow. */
  readonly debtToCover: bigint | 'max';
  /** The block's time, against which a reserve's grace period is held (from v3.3); without it no grace has ended. */
  readonly atSeconds?: bigint | undefined;
  /** Whether the liquidator is the borrower, which v3.4 and later refuse. */
  readonly isSelfLiquidation?: boolean | undefined;
}

/** Token units of the two assets, and the account afterwards. */
export interface Liquidation {
  /** Of the chosen debt up to v3.2; from v3.3 of the account's whole debt, and 10000 where the halves don't apply. */
  readonly closeFactorBps: bigint;
  readonly actualDebtToLiquidate: bigint;
  /** Without the protocol's fee: what reaches the liquidator. */
  readonly actualCollateralToLiquidator: bigint;
  readonly protocolFee: bigint;
  /** From v3.3: what nobody paid, burnt and booked as a deficit of its reserve, in token units of each debt asset. */
  readonly badDebt?: readonly BadDebt[];
  readonly newPositions: readonly AavePosition[];
}

export interface BadDebt {
  readonly asset: string;
  readonly amount: bigint;
}
