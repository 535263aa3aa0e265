import type { ProtocolHealthObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import { type LendingRows, overlayRows } from '@gimbal/margin';
import { Table } from '@gimbal/projection';

/** Totals of a reserve, token integers. Undefined for what the source doesn't read. */
export interface ReserveTotalsRow {
  readonly deployment: string;
  readonly asset: string;
  readonly suppliedUnits: bigint;
  readonly borrowedUnits: bigint;
  readonly availableUnits: bigint | undefined;
  readonly deficitUnits: bigint | undefined;
  readonly observedAtUs: bigint;
}

/** Where a pool stood after its last swap that was observed. */
export interface PoolRow {
  readonly feed: string;
  readonly tick: number;
  readonly liquidity: bigint;
  readonly observedAtUs: bigint;
}

/** What was liquidated of one account's collateral, by minute, the oldest first. Its account's events alone touch it. */
export interface LiquidationRow {
  readonly deployment: string;
  readonly collateralAsset: string;
  readonly minutes: readonly LiquidationMinute[];
}

export interface LiquidationMinute {
  /** Since the Unix epoch. */
  readonly minute: bigint;
  readonly count: number;
  readonly seizedUnits: bigint;
}

/** What the health of lending reserves rests on beside the lending book, and what was said of it. */
export interface ProtocolHealthRows {
  /** By `deployment/asset`. */
  readonly totals: LendingRows<ReserveTotalsRow>;
  /** By feed. */
  readonly pools: LendingRows<PoolRow>;
  /** By `deployment/asset/account`. */
  readonly liquidations: LendingRows<LiquidationRow>;
  /** The last of each reserve, by `deployment/asset`. */
  readonly said: LendingRows<ProtocolHealthObserved>;
}

export function createProtocolHealthRows() {
  const totals = new Table<ReserveTotalsRow>('reserve_totals');
  const pools = new Table<PoolRow>('pool_states');
  const liquidations = new Table<LiquidationRow>('reserve_liquidations');
  const said = new Table<ProtocolHealthObserved>('protocol_health');
  return { tables: [totals, pools, liquidations, said], totals, pools, liquidations, said };
}

export function overlayProtocolHealthRows(rows: ProtocolHealthRows): ProtocolHealthRows {
  return {
    totals: overlayRows(rows.totals),
    pools: overlayRows(rows.pools),
    liquidations: overlayRows(rows.liquidations),
    said: overlayRows(rows.said),
  };
}
