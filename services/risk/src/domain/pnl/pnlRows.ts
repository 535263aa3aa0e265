import { Table } from '@gimbal/projection';
import type { MarkFrame } from '../marks/markFrame.js';
import type { LegKind } from './legKind.js';
import type { PnlColumns } from './pnlColumns.js';

/** A position or a lending balance as the P&L keeps it. Nothing in here changes while the leg lives. */
export interface PnlLeg {
  readonly accountId: string;
  readonly accountKey: string;
  /** Instrument id of a position, `deployment:ASSET:side` of a lending balance. */
  readonly legId: string;
  readonly asset: string;
  readonly kind: LegKind;
  /** Empty, and -1, while the instrument isn't listed. */
  readonly underlying: string;
  readonly markIndex: number;
  /** Of liquidity: its pool and range. */
  readonly range: { readonly poolKey: string; readonly lowerTick: number; readonly upperTick: number } | undefined;
  /**
   * Of an observed account, whose quantities change by flows alone: the place, where that isn't its own; empty at its own.
   * Left out of other legs, of which there are half a million in ten thousand books.
   */
  readonly observedAt?: string;
}

/** The legs of a portfolio, in the order in which they were first seen; replaced when one is added. */
export interface PnlLegs {
  readonly legs: readonly PnlLeg[];
  /** How many activities of each account are in the accrual, by activity key. */
  readonly consumed: ReadonlyMap<string, number>;
}

/** A lending balance in its protocol's integers. */
export interface LendingStanding {
  readonly scaled: bigint;
  readonly indexRay: bigint;
  readonly decimals: number;
}

/** What has become of a portfolio since the beginning of a period, through one of its exposures. */
export interface PnlAccrual {
  readonly fromSequence: number;
  readonly fromTimeUs: bigint;
  readonly startValueUsd: number;
  readonly sequence: number;
  readonly step: number;
  readonly timeUs: bigint;
  readonly valueUsd: number;
  /** From outside the portfolio. */
  readonly flowsUsd: number;
  readonly grossUsd: number;
  readonly columns: PnlColumns;
  /** By leg. */
  readonly lending: ReadonlyMap<number, LendingStanding>;
}

/** What was done to positions, as far as the P&L has to tell it from a change of marks. Units of the instruments. */
export interface PnlActivity {
  readonly kind: 'trade' | 'correction' | 'repayment' | 'gas';
  readonly instrumentId: string;
  readonly quoteInstrumentId: string;
  readonly quantity: number;
  /** Zero for what was moved in or out. */
  readonly price: number;
  readonly fee: number;
}

/** The activities of an account since its portfolio's last exposure; `through` counts all that there ever were. */
export interface PnlActivityRow {
  readonly ownerHead: number;
  readonly through: number;
  readonly activities: readonly PnlActivity[];
}

/** What a liquidation took from a lending account in one step: changes of scaled balances. */
export interface LiquidationRow {
  readonly step: number;
  readonly scaledSupply: bigint;
  readonly scaledDebt: bigint;
}

/** Of a pool: fees ever earned by one unit of L in integers of each token, and where its price stands. */
export interface PoolFeesRow {
  readonly tick: number;
  readonly feeGrowth0: number;
  readonly feeGrowth1: number;
}

/** Where an explanation stands in the log, and its incident when it opened one. */
export interface PnlPeriodRow {
  readonly period: string;
  readonly sequence: number;
  readonly fromTimeUs: bigint;
  readonly toTimeUs: bigint;
  readonly partition: number;
  readonly offset: number;
  readonly incidentOffset: number | undefined;
}

export interface PnlRows {
  /** The frame of each underlying before the step of the newest one. */
  readonly previousFrames: Table<MarkFrame>;
  /** By portfolio: its legs, the hour that is open, and of the day what its closed hours came to. */
  readonly pnlLegs: Table<PnlLegs>;
  readonly pnlHours: Table<PnlAccrual>;
  readonly pnlDays: Table<PnlAccrual>;
  readonly pnlHeads: Table<number>;
  readonly pnlPeriods: Table<PnlPeriodRow>;
  readonly pnlActivities: Table<PnlActivityRow>;
  readonly pnlLiquidations: Table<LiquidationRow>;
  readonly pnlPools: Table<PoolFeesRow>;
  /** Normalisation factors of power perpetuals, by deployment. */
  readonly pnlNormFactors: Table<number>;
}

export function createPnlRows(): PnlRows {
  return {
    previousFrames: new Table<MarkFrame>('previous_frames'),
    pnlLegs: new Table<PnlLegs>('pnl_legs'),
    pnlHours: new Table<PnlAccrual>('pnl_hours'),
    pnlDays: new Table<PnlAccrual>('pnl_days'),
    pnlHeads: new Table<number>('pnl_heads'),
    pnlPeriods: new Table<PnlPeriodRow>('pnl_periods'),
    pnlActivities: new Table<PnlActivityRow>('pnl_activities'),
    pnlLiquidations: new Table<LiquidationRow>('pnl_liquidations'),
    pnlPools: new Table<PoolFeesRow>('pnl_pools'),
    pnlNormFactors: new Table<number>('pnl_norm_factors'),
  };
}

export type PnlPeriod = 'hour' | 'day';

export function pnlHeadKey(portfolio: string, period: string): string {
  return `${portfolio}|${period}`;
}

export function pnlPeriodKey(portfolio: string, period: string, sequence: number): string {
  return `${portfolio}|${period}#${sequence}`;
}

/** Of a balance of a lending account: what `pnlLiquidations` is keyed by. */
export function liquidationKey(deployment: string, accountId: string, asset: string): string {
  return `${deployment}|${accountId}|${asset}`;
}
