import type { FeedDoubt } from '@gimbal/contracts';
import type { TopicName } from '@gimbal/contracts';
import type { BreachClosed, BreachOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import type {
  LendingAccount,
  LendingBook,
  LendingEMode,
  LendingPrice,
  LendingReserve,
  LendingReserveState,
  LendingUserEMode,
} from '@gimbal/margin';
import type { Decimal } from '@gimbal/money';
import { type StageState, Table } from '@gimbal/projection';
import { createMarginRows, type MarginRows } from './margin/marginRows.js';
import type { PortfolioBasis } from './exposure/portfolioBasis.js';
import { createLimitRows, type LimitChangeRow, type LimitRow, type WaiverRow } from './limits/limitRows.js';
import { createMarginCallRows, type MarginAccountRow, type MarginCallRow } from './marginCalls/marginCallRows.js';
import { createPoolRows, type PoolRows } from './liquidity/poolRows.js';
import { createLookThroughRows, type LookThroughRows } from './lookThrough/lookThroughRows.js';
import type { MarkFrame } from './marks/markFrame.js';
import type { ObservedPart } from './observed/observedHoldings.js';
import { createObservedRows, type ObservedRows } from './observed/observedRows.js';
import { createPnlRows, type PnlRows } from './pnl/pnlRows.js';

/** Where a fact stands in the log, and what it is. */
export interface FactRef {
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: number;
  /** The full protobuf name. */
  readonly type: string;
}

export interface PortfolioRow {
  readonly tenant: string;
  readonly portfolioId: string;
  /** Key of the records about it: tenant and root. */
  readonly rootKey: string;
  readonly name: string;
  /** Empty for a root. */
  readonly parentPortfolioId: string;
  readonly childIds: readonly string[];
  /** Root is 1. */
  readonly depth: number;
  /** Counts its facts, its fills among them. */
  readonly version: number;
  readonly accountIds: readonly string[];
  readonly limitIds: readonly string[];
  readonly unreadable: readonly UnreadableFact[];
}

/** A fact of a known type with an amount that is no decimal. It changes no position, and each exposure names it. */
export interface UnreadableFact {
  readonly accountId: string;
  readonly instrumentId: string;
  readonly reason: string;
}

/** Replaced whenever one of its positions changes, so that what is derived from them can hang on the row itself. */
export interface AccountRow {
  readonly tenant: string;
  readonly portfolioId: string;
  readonly accountId: string;
  readonly venue: string;
  readonly chain: string;
  readonly deployment: string;
  /** Its positions are those that ingestion observes of it, at all its places; otherwise those of its trades. */
  readonly observed: boolean;
  /** Of a row that is derived for a further place of an observed account (`observedHoldings`): that place. */
  readonly place?: string;
  /** In the order in which they were first booked; a position that went back to zero stays. */
  readonly instrumentIds: readonly string[];
}

export interface PositionRow {
  readonly quantity: Decimal;
  /** How many facts made it. */
  readonly facts: number;
  /** The newest of them, oldest first. */
  readonly sources: readonly FactRef[];
  /** Of an observed account, derived: what it is the sum of. */
  readonly parts?: readonly ObservedPart[];
}

export interface TradeRow {
  readonly accountId: string;
  readonly instrumentId: string;
  readonly quoteInstrumentId: string;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
}

export interface BreachRow {
  readonly opened: BreachOpened;
  readonly closed: BreachClosed | undefined;
}

export interface ListingRow {
  readonly underlying: string;
  readonly index: number;
}

/** An exposure's place, and the newest offset of both exposure streams up to it (-1 for none), for as-of queries. */
export interface ExposureIndexRow {
  readonly sequence: number;
  readonly step: number;
  readonly timeUs: bigint;
  readonly topic: 'exposure' | 'exposure.live';
  readonly partition: number;
  readonly offset: number;
  readonly newestOffsets: { readonly exposure: number; readonly 'exposure.live': number };
}

/** An input that somebody assumed because no record of it exists. */
export interface AssumedRow {
  readonly feed: string;
  readonly name: string;
  /** Empty when the mark itself is the value. */
  readonly value: string;
  readonly unit: string;
  /** The first fact that said so. */
  readonly source: FactRef;
}

/** Everything that risk knows. Rows are replaced, never changed. */
export interface RiskState extends StageState, PoolRows, LookThroughRows, MarginRows, ObservedRows, PnlRows {
  readonly portfolios: Table<PortfolioRow>;
  readonly accounts: Table<AccountRow>;
  /** The portfolio id of an account, by tenant and account. */
  readonly accountOwners: Table<string>;
  readonly positions: Table<PositionRow>;
  readonly trades: Table<TradeRow>;
  readonly limits: Table<LimitRow>;
  readonly limitChanges: Table<LimitChangeRow>;
  readonly waivers: Table<WaiverRow>;
  readonly marginAccounts: Table<MarginAccountRow>;
  readonly marginCalls: Table<MarginCallRow>;
  readonly breaches: Table<BreachRow>;
  readonly listings: Table<ListingRow>;
  readonly frames: Table<MarkFrame>;
  readonly exposures: Table<ExposureIndexRow>;
  /** The newest exposure sequence, by portfolio. */
  readonly exposureHeads: Table<number>;
  readonly assumed: Table<AssumedRow>;
  /** What speaks against the last word of a feed, by feed. */
  readonly feedDoubts: Table<FeedDoubt>;
  readonly lending: LendingBook;
  /** Where the rows of the lending book come from. */
  readonly lendingSources: Table<FactRef>;
  /** The tenant that an observed lending account belongs to; no row for a public one. */
  readonly lendingTenants: Table<string>;
  /** Derived: what the newest exposures of a portfolio rest on. Empty after a restart, never persisted. */
  readonly recentBases: Map<string, Map<number, PortfolioBasis>>;
}

export function createRiskState(): RiskState {
  const lending = {
    reserves: new Table<LendingReserve>('lending_reserves'),
    states: new Table<LendingReserveState>('lending_states'),
    prices: new Table<LendingPrice>('lending_prices'),
    accounts: new Table<LendingAccount>('lending_accounts'),
    eModes: new Table<LendingEMode>('lending_e_modes'),
    userEModes: new Table<LendingUserEMode>('lending_user_e_modes'),
  };
  const rows = {
    portfolios: new Table<PortfolioRow>('portfolios'),
    accounts: new Table<AccountRow>('accounts'),
    accountOwners: new Table<string>('account_owners'),
    positions: new Table<PositionRow>('positions'),
    trades: new Table<TradeRow>('trades'),
    ...createLimitRows(),
    ...createMarginCallRows(),
    breaches: new Table<BreachRow>('breaches'),
    listings: new Table<ListingRow>('listings'),
    frames: new Table<MarkFrame>('frames'),
    exposures: new Table<ExposureIndexRow>('exposures'),
    exposureHeads: new Table<number>('exposure_heads'),
    assumed: new Table<AssumedRow>('assumed'),
    lendingSources: new Table<FactRef>('lending_sources'),
    lendingTenants: new Table<string>('lending_tenants'),
    feedDoubts: new Table<FeedDoubt>('feed_doubts'),
    ...createPoolRows(),
    ...createLookThroughRows(),
    ...createMarginRows(),
    ...createObservedRows(),
    ...createPnlRows(),
  };
  return { ...rows, lending, recentBases: new Map(), tables: [...Object.values(rows), ...Object.values(lending)] };
}
