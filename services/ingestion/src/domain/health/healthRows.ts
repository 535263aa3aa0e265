import { type LendingRows, overlayRows } from '@gimbal/margin';
import { Table } from '@gimbal/projection';

/** A reason for which a feed is degraded. */
export interface Degradation {
  readonly reason: string;
  /** The one instrument that it is about; empty for the whole feed. */
  readonly instrumentId: string;
  readonly detail: string;
  readonly sinceUs: bigint;
  /** When it was last said: it may have been said again while it lasted. */
  readonly lastUs: bigint;
}

export interface DropCount {
  readonly reason: string;
  readonly count: number;
}

/** What was dropped since `startUs`, within one window of `DROP_WINDOW_US`. */
export interface DropWindow {
  readonly startUs: bigint;
  readonly drops: readonly DropCount[];
}

/** The sessions of what brings a feed, and how its clock stands. By the key of its events, which is the connection's feed. */
export interface ConnectionRow {
  readonly sessions: readonly { readonly session: bigint; readonly endpoint: string }[];
  /** How the last session ended; empty while none has. */
  readonly lastEnd: string;
  /** The source's clock less ours, microseconds. */
  readonly clockOffsetUs: bigint;
}

/** How a chain was reorganised. By chain. */
export interface ReorgRow {
  readonly depthMax: number;
  /** Of the last one of any depth: its depth, and the time of the step that saw it. */
  readonly lastDepth: number;
  readonly lastAtUs: bigint;
  /** Of the last reorganisation that was deep: its depth and its highest block. */
  readonly depth: number;
  readonly number: bigint;
  readonly finalizedNumber: bigint;
  readonly headTimeUs: bigint;
}

/** What a feed says a price by, as it said it last. By feed, and by what of it where it speaks of many things. */
export type QuoteRow = {
  readonly feed: string;
  /** The key of the row. */
  readonly name: string;
  readonly observedAtUs: bigint;
  readonly assumed: boolean;
} & (
  | { readonly kind: 'oracle'; readonly asset: string; readonly answer: bigint; readonly decimals: number }
  | { readonly kind: 'index' | 'perp'; readonly asset: string; readonly priceUsd: string }
  /** Which token is priced in which is the catalogue's to say. */
  | { readonly kind: 'pool'; readonly tick: number }
);

/** Whether an oracle stood outside its band when that was last said. By feed. */
export interface OracleBandRow {
  readonly outside: boolean;
}

export interface HealthRows {
  readonly connections: LendingRows<ConnectionRow>;
  readonly reorgs: LendingRows<ReorgRow>;
  readonly quotes: LendingRows<QuoteRow>;
  readonly oracleBands: LendingRows<OracleBandRow>;
  /** The instrument that a venue calls by a symbol, by `feed|symbol`. */
  readonly symbols: LendingRows<string>;
}

export function createHealthRows(): HealthRows & { readonly tables: readonly Table<unknown>[] } {
  const connections = new Table<ConnectionRow>('feed_connections');
  const reorgs = new Table<ReorgRow>('chain_reorgs');
  const quotes = new Table<QuoteRow>('feed_quotes');
  const oracleBands = new Table<OracleBandRow>('oracle_bands');
  const symbols = new Table<string>('venue_symbols');
  const tables = [connections, reorgs, quotes, oracleBands, symbols];
  return { connections, reorgs, quotes, oracleBands, symbols, tables };
}

export function overlayHealthRows(rows: HealthRows): HealthRows {
  return {
    connections: overlayRows(rows.connections),
    reorgs: overlayRows(rows.reorgs),
    quotes: overlayRows(rows.quotes),
    oracleBands: overlayRows(rows.oracleBands),
    symbols: overlayRows(rows.symbols),
  };
}

export function symbolKey(feed: string, symbol: string): string {
  return `${feed}|${symbol}`;
}

export const NO_CONNECTION: ConnectionRow = { sessions: [], lastEnd: '', clockOffsetUs: 0n };
export const NO_REORG: ReorgRow = {
  depthMax: 0,
  lastDepth: 0,
  lastAtUs: 0n,
  depth: 0,
  number: 0n,
  finalizedNumber: 0n,
  headTimeUs: 0n,
};
