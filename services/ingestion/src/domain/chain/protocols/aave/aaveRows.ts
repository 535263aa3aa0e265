import type { ProtocolRow } from '../protocolFold.js';

/** What one address has in one reserve. */
export interface AaveAccountRow extends ProtocolRow {
  readonly protocol: 'aave-v3';
  readonly kind: 'account';
  readonly chain: string;
  readonly deployment: string;
  readonly asset: string;
  readonly accountId: string;
  readonly address: string;
  readonly decimals: number;
  readonly scaledSupply: bigint;
  readonly scaledDebt: bigint;
  readonly usedAsCollateral: boolean;
  /** The last action, and the units that it moved; empty before the first. */
  readonly action: AaveAction;
  readonly units: bigint;
  /** What the logs said that can't be folded: debt at a stable rate, a balance that no scaled amount has. Empty otherwise. */
  readonly notModelled: string;
}

export type AaveAction = '' | 'supply' | 'withdraw' | 'borrow' | 'repay' | 'liquidation';

export interface AaveReserveStateRow extends ProtocolRow {
  readonly protocol: 'aave-v3';
  readonly kind: 'reserve_state';
  readonly deployment: string;
  readonly asset: string;
  /** Undefined until a log or a read has said it. */
  readonly liquidityIndexRay: bigint | undefined;
  readonly variableBorrowIndexRay: bigint | undefined;
  readonly liquidityRateRay: bigint | undefined;
  readonly variableBorrowRateRay: bigint | undefined;
  /** As they were read at the block of the indexes; undefined where they weren't. */
  readonly suppliedUnits: bigint | undefined;
  readonly borrowedUnits: bigint | undefined;
  readonly availableUnits: bigint | undefined;
  readonly deficitUnits: bigint | undefined;
}

export interface AaveReserveRow extends ProtocolRow {
  readonly protocol: 'aave-v3';
  readonly kind: 'reserve';
  readonly deployment: string;
  readonly asset: string;
  readonly address: string;
  readonly decimals: number;
  readonly ruleset: string;
  readonly oracleFeed: string;
  readonly ltvBps: number;
  readonly liquidationThresholdBps: number;
  readonly liquidationBonusBps: number;
  readonly protocolFeeBps: number;
  /** Up to v3.1: the asset's e-mode category. */
  readonly eModeCategory: number;
}

export interface AaveEModeRow extends ProtocolRow {
  readonly protocol: 'aave-v3';
  readonly kind: 'emode';
  readonly deployment: string;
  readonly category: number;
  readonly ltvBps: number;
  readonly liquidationThresholdBps: number;
  readonly liquidationBonusBps: number;
  /** Names of assets, each once, sorted. */
  readonly collateral: readonly string[];
  readonly borrowable: readonly string[];
  readonly ltvZero: readonly string[];
}

export interface AaveUserEModeRow extends ProtocolRow {
  readonly protocol: 'aave-v3';
  readonly kind: 'user_emode';
  readonly deployment: string;
  readonly accountId: string;
  readonly category: number;
}

export interface AaveLiquidationRow extends ProtocolRow {
  readonly protocol: 'aave-v3';
  readonly kind: 'liquidation';
  readonly deployment: string;
  readonly accountId: string;
  readonly debtAsset: string;
  readonly repaidUnits: bigint;
  readonly collateralAsset: string;
  readonly seizedUnits: bigint;
}

export type AaveRow =
  AaveAccountRow | AaveReserveStateRow | AaveReserveRow | AaveEModeRow | AaveUserEModeRow | AaveLiquidationRow;

export function aaveAccountKey(deployment: string, asset: string, address: string): string {
  return `aave-v3/${deployment}/account/${asset}/${address}`;
}

export function aaveReserveStateKey(deployment: string, asset: string): string {
  return `aave-v3/${deployment}/state/${asset}`;
}

export function aaveReserveKey(deployment: string, asset: string): string {
  return `aave-v3/${deployment}/reserve/${asset}`;
}

export function aaveEModeKey(deployment: string, category: number): string {
  return `aave-v3/${deployment}/emode/${category}`;
}

export function aaveUserEModeKey(deployment: string, address: string): string {
  return `aave-v3/${deployment}/user-emode/${address}`;
}

/** Each liquidation has a row of its own, so that none hides another of the same block. */
export function aaveLiquidationKey(deployment: string, address: string, cause: string): string {
  return `aave-v3/${deployment}/liquidation/${address}/${cause}`;
}
