import type { ListProposalsResponse } from '@gimbal/contracts/execution/v1/execution_service';
import type { ListPendingChangesResponse } from '@gimbal/contracts/governance/v1/governance_service';
import type {
  AccountPosition,
  BridgeTransfer,
  Chain,
  GetReplayResponse,
  ListFeedsResponse,
  OrderFlow,
  PositionBreak,
  ProtocolHealth,
} from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { GetMarksResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import type {
  ExplainNumberResponse,
  GetExposureResponse,
  GetPortfolioResponse,
  ListBreachesResponse,
  ListLimitsResponse,
  ListMarginCallsResponse,
  ListPortfoliosResponse,
} from '@gimbal/contracts/risk/v1/risk_service';
import type { Jsonified } from './jsonified.js';

/** The answers of the console's API, by path. */
export type ReplayAnswer = Jsonified<GetReplayResponse>;
export type FeedsAnswer = Jsonified<ListFeedsResponse>;
export type MarksAnswer = Jsonified<GetMarksResponse>;
export type PortfoliosAnswer = Jsonified<ListPortfoliosResponse>;
export type PortfolioAnswer = Jsonified<GetPortfolioResponse>;
export type ExposureAnswer = Jsonified<GetExposureResponse>;
export type ExplainAnswer = Jsonified<ExplainNumberResponse>;
export type BreachesAnswer = Jsonified<ListBreachesResponse>;
export type LimitsAnswer = Jsonified<ListLimitsResponse>;
export type MarginCallsAnswer = Jsonified<ListMarginCallsResponse>;
export type ProposalsAnswer = Jsonified<ListProposalsResponse>;
export type ChangesAnswer = Jsonified<ListPendingChangesResponse>;

/** The first lines of a list, and how many it has in all. */
export interface FirstLines<Line> {
  readonly lines: readonly Line[];
  readonly inAll: number;
}

/** What ingestion watches on chains and at venues; every list to a bound. */
export interface WatchedAnswer {
  readonly chains: FirstLines<Jsonified<Chain>>;
  /** Those that are something, or have an open break. */
  readonly positions: FirstLines<Jsonified<AccountPosition>>;
  /** Open ones. */
  readonly breaks: FirstLines<Jsonified<PositionBreak>>;
  readonly inTransit: FirstLines<Jsonified<BridgeTransfer>>;
  readonly reserves: FirstLines<Jsonified<ProtocolHealth>>;
  readonly flows: FirstLines<Jsonified<OrderFlow>>;
}

/** Price, delta and health of a portfolio by step, as columns of one length. */
export interface HistoryAnswer {
  readonly portfolioId: string;
  readonly step: readonly number[];
  /** Microseconds since the Unix epoch; below 2^53 until the year 2255. */
  readonly timeUs: readonly number[];
  readonly priceUsd: readonly (number | null)[];
  readonly deltaUsd: readonly (number | null)[];
  /** The lowest health factor among the lending accounts; null where there is none. */
  readonly health: readonly (number | null)[];
  /** Exposures that the points were chosen from. */
  readonly exposures: number;
  /** Where a stream goes on from here, for example exposure/2@3017. */
  readonly next: string;
}

/** What every answer with a status of 400 and above says. */
export interface ApiFailureBody {
  readonly error: {
    /** A name of gRPC's codes. */
    readonly code: string;
    readonly message: string;
    /** The field at fault, as the request names it; empty when it is none. */
    readonly field: string;
  };
}
