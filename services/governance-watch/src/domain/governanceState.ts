import type { ChangeImpactAssessed, ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import type { ParameterUpdate } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type {
  LendingAccount,
  LendingBook,
  LendingEMode,
  LendingPrice,
  LendingReserve,
  LendingReserveState,
  LendingUserEMode,
} from '@gimbal/margin';
import { type StageState, Table } from '@gimbal/projection';

/** The terms that a payload was created under: the controller keeps them with it, whatever is set later. */
export interface PayloadTerms {
  /** From queued to executable; undefined for an access level whose delay nobody configured. */
  readonly delayUs: bigint | undefined;
  readonly graceUs: bigint;
  /** From created to expired, unless queued. */
  readonly expiryUs: bigint;
}

/** What the logs and the views of a payload said so far, in whatever order they came. Times are block times. */
export interface PayloadRow {
  readonly deployment: string;
  readonly payloadId: bigint;
  readonly targets: readonly string[];
  readonly createdAtUs: bigint | undefined;
  readonly queuedAtUs: bigint | undefined;
  readonly executedAtUs: bigint | undefined;
  readonly cancelledAtUs: bigint | undefined;
  /** Known from its creation on. */
  readonly terms: PayloadTerms | undefined;
  /** What its views say that it changes; undefined until they were read. */
  readonly content: PayloadContent | undefined;
}

export interface PayloadContent {
  readonly updates: readonly ParameterUpdate[];
  readonly source: string;
}

/** When the parameters in force were learnt, and how often they have moved. */
export interface ReserveHistoryRow {
  readonly learntAtUs: bigint;
  readonly moves: number;
}

/** Parameters that moved on the chain. Whether a payload did it is found out when the step is decided. */
export interface MovedReserveRow {
  readonly deployment: string;
  readonly asset: string;
  readonly updates: readonly ParameterUpdate[];
  readonly learntAtUs: bigint;
  /** When the parameters before were learnt: a payload that was executed earlier can't have done it. */
  readonly beforeLearntAtUs: bigint;
}

/** A lending account of a tenant's portfolio. */
export interface AttachmentRow {
  readonly tenant: string;
  readonly portfolioId: string;
  readonly accountId: string;
  readonly deployment: string;
}

/** A record of a known type that could not be used, quarantined in the step that brought it. */
export interface RefusedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly type: string;
  readonly id: string;
  readonly reason: string;
  readonly bytes: Uint8Array;
}

export interface RefusalsRow {
  readonly step: number;
  readonly records: readonly RefusedRecord[];
}

/** Everything that governance-watch knows. Rows are replaced, never changed. */
export interface GovernanceState extends StageState {
  /** By change id. */
  readonly payloads: Table<PayloadRow>;
  readonly moved: Table<MovedReserveRow>;
  /** By deployment and asset. */
  readonly reserveHistory: Table<ReserveHistoryRow>;
  /** The newest refusals of a deployment. */
  readonly refusals: Table<RefusalsRow>;
  readonly attachments: Table<AttachmentRow>;
  readonly lending: LendingBook;
  /** The step in which an observed lending account last moved, by its key in the lending book. */
  readonly accountMoves: Table<number>;
  /** The last that was published of each change, by its id. */
  readonly published: Table<ParameterChangeUpdated>;
  /** The last assessment of each change for each account. */
  readonly impacts: Table<ChangeImpactAssessed>;
}

export function createGovernanceState(): GovernanceState {
  const lending = {
    reserves: new Table<LendingReserve>('lending_reserves'),
    states: new Table<LendingReserveState>('lending_states'),
    prices: new Table<LendingPrice>('lending_prices'),
    accounts: new Table<LendingAccount>('lending_accounts'),
    eModes: new Table<LendingEMode>('lending_e_modes'),
    userEModes: new Table<LendingUserEMode>('lending_user_e_modes'),
  };
  const rows = {
    payloads: new Table<PayloadRow>('payloads'),
    moved: new Table<MovedReserveRow>('moved_reserves'),
    reserveHistory: new Table<ReserveHistoryRow>('reserve_history'),
    refusals: new Table<RefusalsRow>('refusals'),
    attachments: new Table<AttachmentRow>('attachments'),
    accountMoves: new Table<number>('account_moves'),
    published: new Table<ParameterChangeUpdated>('published'),
    impacts: new Table<ChangeImpactAssessed>('impacts'),
  };
  return { ...rows, lending, tables: [...Object.values(rows), ...Object.values(lending)] };
}
