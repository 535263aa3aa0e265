import type { FilterStanding } from './partitionFilter.js';

/** What the owner has sealed of a partition, and what the next seal builds on. */
export interface SealStanding {
  readonly topic: string;
  readonly partition: number;
  /** The first offset that no seal covers. */
  readonly from: number;
  readonly previousHash: Uint8Array;
}

/** Where a projection stands. Committed together with its rows. */
export interface Checkpoint {
  readonly foldVersion: string;
  readonly step: number;
  readonly stepTimeUs: bigint;
  readonly inputs: readonly FilterStanding[];
  readonly own: readonly FilterStanding[];
  readonly seals: readonly SealStanding[];
  readonly quarantinedRecords: number;
}

/** A row to put, or to remove when the value is undefined. */
export interface RowChange {
  readonly table: string;
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

export interface StoredProjection {
  readonly checkpoint: Checkpoint;
  readonly rows: readonly RowChange[];
}

/** Keeps the rows and the checkpoint of one service. */
export interface ProjectionStore {
  load(): Promise<StoredProjection | undefined>;
  /** Rows and checkpoint in one transaction; refused with FencedError when the epoch is no longer the owner's. */
  commit(epoch: bigint, checkpoint: Checkpoint, changes: readonly RowChange[]): Promise<void>;
  /** Puts a rebuilt projection in the place of the live one, in one transaction. */
  replace(epoch: bigint, projection: StoredProjection): Promise<void>;
  saveSnapshot(projection: StoredProjection): Promise<void>;
  loadSnapshot(): Promise<StoredProjection | undefined>;
  close(): Promise<void>;
}

export interface OwnerRow {
  readonly owner: string;
  readonly address: string;
  readonly epoch: bigint;
}

/** Who may write: one owner at a time, each with a higher epoch than the one before. */
export interface Ownership {
  /**
   * Takes the ownership when it is free, expired, or already this owner's, with an epoch above `aboveEpoch`; undefined
   * when somebody else holds it.
   */
  claim(owner: string, address: string, ttlMs: number, aboveEpoch?: bigint): Promise<bigint | undefined>;
  /** Prolongs it; false when it was lost. */
  renew(owner: string, epoch: bigint, ttlMs: number): Promise<boolean>;
  current(): Promise<OwnerRow | undefined>;
  /** Gives it up, so that another need not wait for the end of the lease. */
  release(owner: string, epoch: bigint): Promise<void>;
}

/** Somebody else owns the partition now. Nothing more may be written, answered or sent. */
export class FencedError extends Error {
  constructor(
    message: string,
    /** The epoch that holds the partition, where it is known. */
    readonly claimedEpoch = 0n,
  ) {
    super(message);
    this.name = 'FencedError';
  }
}
