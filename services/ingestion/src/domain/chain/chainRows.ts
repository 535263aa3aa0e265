import { Table } from '@gimbal/projection';
import type { ChainPlace, ChainWatch } from './chainFact.js';
import type { FrameLog, FrameRead } from './chainFrame.js';
import { overlayReplaceable, type ReplaceableRows } from './replaceableRows.js';

/** Where a chain stands. */
export interface ChainRow {
  readonly chain: string;
  /** Adoptions so far, and so the number of the last one. */
  readonly adoptions: bigint;
  readonly head: BlockStanding | undefined;
  readonly finalized: BlockStanding | undefined;
  /** The lowest block whose row is kept. */
  readonly lowestNumber: bigint;
  /** Blocks undone so far, and the most at once. */
  readonly reverted: bigint;
  readonly reorgDepthMax: number;
}

export interface BlockStanding {
  readonly adoption: bigint;
  readonly number: bigint;
  readonly blockHash: string;
  readonly blockTimeUs: bigint;
}

/** A block of the chain that is followed now. There is one of each number. */
export interface AdoptedBlock extends BlockStanding {
  readonly parentHash: string;
  /** Logs that were folded, in any order. */
  readonly logIndexes: readonly number[];
  readonly reads: number;
  /** Rows that have a version of this adoption; empty once it is final. */
  readonly touched: readonly string[];
}

export interface StoredLog extends FrameLog {
  readonly contract: string;
}

export interface StoredRead extends FrameRead {
  readonly contract: string;
}

/**
 * What a row was worth from one adoption on. The versions of a row form a list, newest first, down to the one that is
 * final. So undoing a block drops versions, and what was beneath stands again: the final rows and the fold of the tail
 * that is left, with nothing subtracted.
 */
export interface RowVersion {
  /** Undefined where the row ended. */
  readonly value: object | undefined;
  /** The adoption of the version beneath. */
  readonly previous: bigint | undefined;
  readonly place: ChainPlace;
}

/** The adoptions of a row's newest version, and of the one that is final. */
export interface RowHead {
  readonly newest: bigint;
  readonly finalized: bigint | undefined;
}

/** The chains as they are followed. Every row but a gap belongs to one chain, whose events share a key. */
export interface ChainRows {
  readonly chains: ReplaceableRows<ChainRow>;
  readonly watches: ReplaceableRows<ChainWatch>;
  /** By `chain|number`. */
  readonly blocks: ReplaceableRows<AdoptedBlock>;
  /** Of blocks that are not final yet, by `chain|number|index`. */
  readonly logs: ReplaceableRows<StoredLog>;
  readonly reads: ReplaceableRows<StoredRead>;
  /** By `chain|row`. */
  readonly heads: ReplaceableRows<RowHead>;
  /** By `chain|row|adoption`. */
  readonly versions: ReplaceableRows<RowVersion>;
  /** What was last missing of a feed, as it was announced. */
  readonly gaps: ReplaceableRows<string>;
  /** What can't be trusted now, by `feed|reason`. */
  readonly faults: ReplaceableRows<string>;
}

export function createChainRows(): ChainRows & { readonly tables: readonly Table<unknown>[] } {
  const chains = new Table<ChainRow>('chains');
  const watches = new Table<ChainWatch>('chain_watches');
  const blocks = new Table<AdoptedBlock>('chain_blocks');
  const logs = new Table<StoredLog>('chain_logs');
  const reads = new Table<StoredRead>('chain_reads');
  const heads = new Table<RowHead>('chain_row_heads');
  const versions = new Table<RowVersion>('chain_row_versions');
  const gaps = new Table<string>('chain_gaps');
  const faults = new Table<string>('chain_faults');
  const rows = { chains, watches, blocks, logs, reads, heads, versions, gaps, faults };
  return { ...rows, tables: Object.values(rows) as Table<unknown>[] };
}

export function overlayChainRows(rows: ChainRows): ChainRows {
  return {
    chains: overlayReplaceable(rows.chains),
    watches: overlayReplaceable(rows.watches),
    blocks: overlayReplaceable(rows.blocks),
    logs: overlayReplaceable(rows.logs),
    reads: overlayReplaceable(rows.reads),
    heads: overlayReplaceable(rows.heads),
    versions: overlayReplaceable(rows.versions),
    gaps: overlayReplaceable(rows.gaps),
    faults: overlayReplaceable(rows.faults),
  };
}

const UNWATCHED: ChainWatch = { contracts: [], accounts: [] };

export function chainRowOf(rows: ChainRows, chain: string): ChainRow {
  return (
    rows.chains.get(chain) ?? {
      chain,
      adoptions: 0n,
      head: undefined,
      finalized: undefined,
      lowestNumber: 0n,
      reverted: 0n,
      reorgDepthMax: 0,
    }
  );
}

export function watchOf(rows: ChainRows, chain: string): ChainWatch {
  return rows.watches.get(chain) ?? UNWATCHED;
}

export function blockStanding({ adoption, number, blockHash, blockTimeUs }: AdoptedBlock): BlockStanding {
  return { adoption, number, blockHash, blockTimeUs };
}

/** The key that was last asked for: all logs of a block ask for the same one, and a number is slow to write. */
let last = { chain: '', number: 0n, key: '|0' };

export function blockKey(chain: string, number: bigint): string {
  if (last.number !== number || last.chain !== chain) last = { chain, number, key: `${chain}|${number}` };
  return last.key;
}

export function entryKey(chain: string, number: bigint, index: number): string {
  return `${blockKey(chain, number)}|${index}`;
}

/** Chains are named without a bar, so keys of two chains never meet. */
export function rowKey(chain: string, key: string): string {
  return `${chain}|${key}`;
}

export function versionKey(chain: string, key: string, adoption: bigint): string {
  return `${chain}|${key}|${adoption}`;
}

export function faultKey(feed: string, reason: string): string {
  return `${feed}|${reason}`;
}
