import type { MarginParametersConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  type LendingAccount,
  type LendingBook,
  type LendingEMode,
  type LendingPrice,
  type LendingReserve,
  type LendingReserveState,
  type LendingRows,
  type LendingUserEMode,
  overlayLendingBook,
  overlayRows,
} from '@gimbal/margin';
import { type StageState, Table } from '@gimbal/projection';
import { type AccountRows, createAccountRows, overlayAccountRows } from './accounts/accountRows.js';
import {
  createVenuePositionRows,
  overlayVenuePositionRows,
  type VenuePositionRows,
} from './accounts/venues/venuePositionRows.js';
import { createVenueOrderRows, overlayVenueOrderRows, type VenueOrderRows } from './accounts/venues/venueOrderRows.js';
import { type ChainRows, createChainRows, overlayChainRows } from './chain/chainRows.js';
import { createVenueRows, overlayVenueRows, type VenueRows } from './venues/venueRows.js';
import {
  createHealthRows,
  type Degradation,
  type DropCount,
  type DropWindow,
  type HealthRows,
  overlayHealthRows,
} from './health/healthRows.js';
import { createLiveRows, type LiveRows, overlayLiveRows } from './live/liveRows.js';
import { createOrderFlowRows, type OrderFlowRows, overlayOrderFlowRows } from './orderFlow/flowRows.js';
import {
  createProtocolHealthRows,
  overlayProtocolHealthRows,
  type ProtocolHealthRows,
} from './protocolHealth/protocolHealthRows.js';

/** What a feed has said. Touched by its observations alone, so it follows their key. */
export interface FeedRow {
  readonly feed: string;
  readonly lastObservedAtUs: bigint;
  readonly observations: number;
  /** The time of the step that took the last one, and how long that was after the source's own time, microseconds. */
  readonly learntAtUs: bigint;
  readonly lagUs: bigint;
  /** The range of sequences that is closed but for the holes; undefined for a source that doesn't count. */
  readonly firstSequence?: bigint | undefined;
  readonly lastSequence?: bigint | undefined;
}

/** Missing sequences, both ends included. */
export interface Hole {
  readonly from: bigint;
  readonly to: bigint;
}

/** What was found out about a feed. Touched by events about the feed alone, which have a key of their own. */
export interface FeedHealthRow {
  readonly feed: string;
  readonly stale: boolean;
  readonly gaps: number;
  readonly holes: readonly Hole[];
  /** Reasons for which it is degraded now, in the order in which they began. */
  readonly degraded: readonly Degradation[];
  /** What was dropped since the log began, by reason. */
  readonly drops: readonly DropCount[];
  readonly dropWindow: DropWindow | undefined;
}

/** A filled order that repays a lending account's debt: the paper chain settles it in the next step. */
export interface RepaymentRow {
  readonly orderId: string;
  readonly deployment: string;
  readonly accountId: string;
  readonly instrumentId: string;
  /** Decimal string, units of the debt asset. */
  readonly quantity: string;
  readonly filledInStep: number | undefined;
}

/** What every fold and every decision of ingestion reads. */
export interface IngestionRows {
  readonly feeds: LendingRows<FeedRow>;
  readonly feedHealth: LendingRows<FeedHealthRow>;
  /** Names of observations whose source doesn't count, by `feed|name`. */
  readonly names: LendingRows<true>;
  /** When a part of a feed was last observed, by `feed|part`. */
  readonly parts: LendingRows<bigint>;
  /** By order id. */
  readonly repayments: LendingRows<RepaymentRow>;
  /** What was done on the paper chain, by `account|cause`. */
  readonly settledCauses: LendingRows<true>;
  /** Every parameter set of a venue that was said, by deployment: they are few, and each start says them again. */
  readonly marginParameters: LendingRows<readonly MarginParametersConfigured[]>;
  readonly book: LendingBook;
  readonly chain: ChainRows;
  readonly accounts: AccountRows;
  /** Fills of accounts at venues beside what the venues say that they hold. */
  readonly venuePositions: VenuePositionRows;
  /** Orders of accounts at venues that are open by what was said of them. */
  readonly venueOrders: VenueOrderRows;
  readonly health: HealthRows;
  readonly live: LiveRows;
  /** What venues said, by their own identities. */
  readonly venues: VenueRows;
  readonly protocolHealth: ProtocolHealthRows;
  readonly orderFlow: OrderFlowRows;
}

export interface IngestionState extends StageState, IngestionRows {}

export function createIngestionState(): IngestionState {
  const feeds = new Table<FeedRow>('feeds');
  const feedHealth = new Table<FeedHealthRow>('feed_health');
  const names = new Table<true>('observation_names');
  const parts = new Table<bigint>('feed_parts');
  const repayments = new Table<RepaymentRow>('repayments');
  const settledCauses = new Table<true>('settled_causes');
  const marginParameters = new Table<readonly MarginParametersConfigured[]>('margin_parameters');
  const reserves = new Table<LendingReserve>('reserves');
  const states = new Table<LendingReserveState>('reserve_states');
  const prices = new Table<LendingPrice>('oracle_prices');
  const accounts = new Table<LendingAccount>('lending_accounts');
  const eModes = new Table<LendingEMode>('lending_e_modes');
  const userEModes = new Table<LendingUserEMode>('lending_user_e_modes');
  const chain = createChainRows();
  const watched = createAccountRows();
  const venuePositions = createVenuePositionRows();
  const venueOrders = createVenueOrderRows();
  const { tables: healthTables, ...health } = createHealthRows();
  const { tables: liveTables, ...live } = createLiveRows();
  const { tables: venueTables, ...venues } = createVenueRows();
  const protocolHealth = createProtocolHealthRows();
  const orderFlow = createOrderFlowRows();
  return {
    tables: [
      feeds,
      feedHealth,
      names,
      parts,
      repayments,
      settledCauses,
      reserves,
      states,
      prices,
      accounts,
      eModes,
      userEModes,
      marginParameters,
      ...chain.tables,
      ...watched.tables,
      ...venuePositions.tables,
      ...venueOrders.tables,
      ...healthTables,
      ...liveTables,
      ...venueTables,
      ...protocolHealth.tables,
      ...orderFlow.tables,
    ],
    feeds,
    feedHealth,
    names,
    parts,
    repayments,
    settledCauses,
    marginParameters,
    book: { reserves, states, prices, accounts, eModes, userEModes },
    chain,
    accounts: watched,
    venuePositions,
    venueOrders,
    health,
    live,
    venues,
    protocolHealth,
    orderFlow,
  };
}

/** The state as a decision works on it: what it adds stays in here, until it comes back through the log. */
export function overlayOf(state: IngestionRows): IngestionRows {
  return {
    feeds: overlayRows(state.feeds),
    feedHealth: overlayRows(state.feedHealth),
    names: overlayRows(state.names),
    parts: overlayRows(state.parts),
    repayments: overlayRows(state.repayments),
    settledCauses: overlayRows(state.settledCauses),
    marginParameters: overlayRows(state.marginParameters),
    book: overlayLendingBook(state.book),
    chain: overlayChainRows(state.chain),
    accounts: overlayAccountRows(state.accounts),
    venuePositions: overlayVenuePositionRows(state.venuePositions),
    venueOrders: overlayVenueOrderRows(state.venueOrders),
    health: overlayHealthRows(state.health),
    live: overlayLiveRows(state.live),
    venues: overlayVenueRows(state.venues),
    protocolHealth: overlayProtocolHealthRows(state.protocolHealth),
    orderFlow: overlayOrderFlowRows(state.orderFlow),
  };
}

export function causeKey(accountId: string, cause: string): string {
  return `${accountId}|${cause}`;
}

export function nameKey(feed: string, name: string): string {
  return `${feed}|${name}`;
}

export function partKey(feed: string, part: string): string {
  return `${feed}|${part}`;
}

const NOTHING_FOUND = { stale: false, gaps: 0, holes: [], degraded: [], drops: [], dropWindow: undefined };

export function feedHealthOf(rows: IngestionRows, feed: string): FeedHealthRow {
  return rows.feedHealth.get(feed) ?? { ...NOTHING_FOUND, feed };
}
