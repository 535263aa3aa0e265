import type { FeedDoubt } from '@gimbal/contracts';
import { ExecutionMode, type OrderFilled, type ProposalMade } from '@gimbal/contracts/execution/v1/execution_events';
import type { ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import type { BreachOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import type { LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
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
import { rootPortfolioOfKey, tenantOfKey } from './rowKeys.js';

export interface KillSwitch {
  readonly engaged: boolean;
  readonly engagedBy: string;
  readonly reason: string;
  /** Empty when nobody asked for the release. */
  readonly releaseRequestedBy: string;
}

/** What is decided for a whole tree of portfolios. */
export interface DeskRow {
  readonly rootKey: string;
  readonly tenant: string;
  readonly rootPortfolioId: string;
  readonly mode: ExecutionMode;
  readonly killSwitch: KillSwitch;
  /** In the order of opening. */
  readonly openBreachIds: readonly string[];
  /** Pending, approved or intended, in the order of making. */
  readonly liveProposalIds: readonly string[];
  /** The step of the newest fill; 0 for none. */
  readonly lastFillStep: number;
}

export interface PortfolioRow {
  readonly rootKey: string;
  readonly portfolioId: string;
  readonly childIds: readonly string[];
  /** In the order of attaching. */
  readonly accountIds: readonly string[];
}

export interface AccountRow {
  /** The portfolio that it is attached to. */
  readonly portfolioId: string;
  readonly accountId: string;
  readonly venue: string;
  readonly chain: string;
  readonly deployment: string;
  /** Its positions are those that ingestion observes: it is counted and hedged, and never traded. */
  readonly observed: boolean;
}

export interface TradeRow {
  readonly accountId: string;
  readonly instrumentId: string;
  readonly quoteInstrumentId: string;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
}

export interface HealthRow {
  readonly accountId: string;
  readonly deployment: string;
  readonly healthFactor: number;
  /** Empty when the number stands. */
  readonly unavailableReason: string;
}

/** Of the newest official exposure of a portfolio, what a cure needs. */
export interface ExposureRow {
  readonly sequence: bigint;
  readonly step: number;
  readonly deltaUsd: number;
  readonly referencePriceUsd: number;
  readonly health: readonly HealthRow[];
  /** Why nobody knows now whether the book still is what the exposure says; empty where nothing speaks against it. */
  readonly unheard: readonly string[];
  /** What open breaks of watched accounts leave in doubt of the delta. */
  readonly breaks: BreakSpan;
}

/** How far the delta moves if what was observed is right wherever that lowers it, or raises it, USD: at most 0, at least 0. */
export interface BreakSpan {
  readonly downUsd: number;
  readonly upUsd: number;
  /** Why one of them is not known; empty when all are. */
  readonly unknown: string;
}

export interface BreachRow {
  readonly opened: BreachOpened;
  readonly proposalsMade: number;
  /** Reasons already given since the last proposal, so that none is given twice. */
  readonly declinedCodes: readonly string[];
  /** How far out the value was when somebody refused the cure, as a share of the level; undefined without a refusal. */
  readonly refusedAtShare: number | undefined;
}

export interface OrderRow {
  readonly orderId: string;
  readonly earliestFillUs: bigint;
  readonly intendedStep: number;
}

export interface ProposalRow {
  readonly rootKey: string;
  readonly made: ProposalMade;
  /** Its place in the partition orders the proposals of a desk. */
  readonly madeOffset: number;
  readonly state: ProposalState;
  readonly decidedBy: string;
  readonly decisionReason: string;
  readonly order: OrderRow | undefined;
  readonly fill: OrderFilled | undefined;
}

export interface PoolRow {
  readonly chain: string;
  readonly tick: number;
  readonly liquidity: bigint;
  readonly observedAtUs: bigint;
}

export interface GasRow {
  readonly feed: string;
  /** Gwei and USD. */
  readonly gasPriceGwei: Decimal;
  readonly coinPriceUsd: Decimal;
  readonly coinPriceAssumed: boolean;
}

export interface PerpRow {
  readonly feed: string;
  readonly markPriceUsd: number;
  readonly assumed: boolean;
}

export interface VolatilityRow {
  readonly vol: number;
  readonly assumed: boolean;
}

/** A position of which the sum of the facts and the observed state differ. */
export interface PositionBreakRow {
  readonly place: string;
  readonly instrumentId: string;
  readonly source: string;
  /** Observed less by facts, in what the place counts in. */
  readonly difference: string;
}

/** Everything that execution knows. Rows are replaced, never changed. */
export interface ExecutionState extends StageState {
  readonly desks: Table<DeskRow>;
  readonly portfolios: Table<PortfolioRow>;
  readonly accounts: Table<AccountRow>;
  readonly balances: Table<Decimal>;
  readonly trades: Table<TradeRow>;
  readonly limits: Table<LimitSet>;
  readonly exposures: Table<ExposureRow>;
  readonly breaches: Table<BreachRow>;
  readonly proposals: Table<ProposalRow>;
  /** The root key of a proposal, by tenant and id: an approval names nothing else. */
  readonly proposalOwners: Table<string>;
  /** By feed. */
  readonly pools: Table<PoolRow>;
  /** Time of the newest block of a chain that is followed block by block, microseconds, by chain. */
  readonly chainHeads: Table<bigint>;
  /** By chain. */
  readonly gas: Table<GasRow>;
  /** By instrument. */
  readonly perps: Table<PerpRow>;
  /** By underlying. */
  readonly volatilities: Table<VolatilityRow>;
  /** What speaks against the last word of a feed, by feed. */
  readonly feedDoubts: Table<FeedDoubt>;
  /** Open breaks of an account's positions, by its name in the lending book, which carries the tenant. */
  readonly positionBreaks: Table<readonly PositionBreakRow[]>;
  readonly lending: LendingBook;
}

export function createExecutionState(): ExecutionState {
  const lending = {
    reserves: new Table<LendingReserve>('lending_reserves'),
    states: new Table<LendingReserveState>('lending_states'),
    prices: new Table<LendingPrice>('lending_prices'),
    accounts: new Table<LendingAccount>('lending_accounts'),
    eModes: new Table<LendingEMode>('lending_e_modes'),
    userEModes: new Table<LendingUserEMode>('lending_user_e_modes'),
  };
  const rows = {
    desks: new Table<DeskRow>('desks'),
    portfolios: new Table<PortfolioRow>('portfolios'),
    accounts: new Table<AccountRow>('accounts'),
    balances: new Table<Decimal>('balances'),
    trades: new Table<TradeRow>('trades'),
    limits: new Table<LimitSet>('limits'),
    exposures: new Table<ExposureRow>('exposures'),
    breaches: new Table<BreachRow>('breaches'),
    proposals: new Table<ProposalRow>('proposals'),
    proposalOwners: new Table<string>('proposal_owners'),
    pools: new Table<PoolRow>('pools'),
    chainHeads: new Table<bigint>('chain_heads'),
    gas: new Table<GasRow>('gas'),
    perps: new Table<PerpRow>('perps'),
    volatilities: new Table<VolatilityRow>('volatilities'),
    feedDoubts: new Table<FeedDoubt>('feed_doubts'),
    positionBreaks: new Table<readonly PositionBreakRow[]>('position_breaks'),
  };
  return { ...rows, lending, tables: [...Object.values(rows), ...Object.values(lending)] };
}

const releasedSwitch: KillSwitch = { engaged: false, engagedBy: '', reason: '', releaseRequestedBy: '' };

/** The row of a desk; one that nobody has set anything for observes, with the kill switch released. */
export function deskOf(state: ExecutionState, rootKey: string): DeskRow {
  return (
    state.desks.get(rootKey) ?? {
      rootKey,
      tenant: tenantOfKey(rootKey),
      rootPortfolioId: rootPortfolioOfKey(rootKey),
      mode: ExecutionMode.EXECUTION_MODE_OBSERVE,
      killSwitch: releasedSwitch,
      openBreachIds: [],
      liveProposalIds: [],
      lastFillStep: 0,
    }
  );
}
