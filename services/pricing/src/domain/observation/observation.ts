/** What a feed last said, checked and as numbers. Prices are USD per coin unless named otherwise. */
export type Observation =
  | PoolObservation
  | ReservesObservation
  | OracleObservation
  | PerpObservation
  | VolatilityObservation
  | NormFactorObservation
  | RateObservation
  | DebtPoolObservation
  | LendingReserveObservation;

interface Observed {
  readonly feed: string;
  readonly observedAtUs: bigint;
  /** No record of it exists: a constant that stands until it is replaced, and does not age. */
  readonly assumed: boolean;
}

export interface PoolObservation extends Observed {
  readonly kind: 'pool';
  readonly tick: number;
  /** The address of a Uniswap v4 pool's hooks, zeros where it has none; empty for a v3 pool. */
  readonly hooks: string;
}

/** A constant-product pool, in the smallest units of its tokens. */
export interface ReservesObservation extends Observed {
  readonly kind: 'reserves';
  readonly reserve0: number;
  readonly reserve1: number;
  readonly totalSupply: number;
}

export interface OracleObservation extends Observed {
  readonly kind: 'oracle';
  readonly asset: string;
  readonly priceUsd: number;
}

export interface PerpObservation extends Observed {
  readonly kind: 'perp';
  readonly instrumentId: string;
  readonly markUsd: number;
  /** What the venue says the underlying is worth; undefined where it says nothing that can be. */
  readonly indexUsd: number | undefined;
  /** Fraction of the mark that the long pays per interval. */
  readonly fundingRate: number;
  readonly fundingIntervalSeconds: number;
  /** Fractions of the mark that each side pays per interval to the pool that it trades against; 0 where there is none. */
  readonly longBorrowRate: number;
  readonly shortBorrowRate: number;
}

export interface VolatilityObservation extends Observed {
  readonly kind: 'volatility';
  readonly underlying: string;
  /** Fraction per year. */
  readonly vol: number;
}

export interface NormFactorObservation extends Observed {
  readonly kind: 'normFactor';
  readonly normFactor: number;
}

/** What one token of a wrapped, staked or synthetic asset is worth: at least one of rate and price is there. */
export interface RateObservation extends Observed {
  readonly kind: 'rate';
  readonly instrumentId: string;
  /** Units of the tracked asset that one token redeems for. */
  readonly rate: number | undefined;
  readonly marketUsd: number | undefined;
  /** Growth of the rate in a year as a fraction. */
  readonly yieldPer1: number;
}

export interface DebtPoolObservation extends Observed {
  readonly kind: 'debtPool';
  readonly instrumentId: string;
  readonly totalDebtUsd: number;
  readonly totalShares: number;
  readonly composition: readonly DebtUnits[];
}

export interface DebtUnits {
  readonly asset: string;
  /** That the pool is short of. */
  readonly units: number;
}

/** A reserve of a lending pool: indexes and rates a year as fractions (ray over 10^27). */
export interface LendingReserveObservation extends Observed {
  readonly kind: 'lendingReserve';
  readonly deployment: string;
  readonly asset: string;
  readonly supplyIndex: number;
  readonly borrowIndex: number;
  readonly supplyRate: number;
  readonly borrowRate: number;
}

/** A feed's row: its last good observation, and why the newest one was not taken when it was not. */
export interface FeedRow {
  readonly observation: Observation | undefined;
  readonly rejected: Rejected | undefined;
}

/** Values that can't be: the reason as a sentence, and nothing of the value. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly feed: string;
  /** The instrument that was to be marked, or the underlying whose volatility it was to be. */
  readonly instrumentId?: string;
  readonly underlying?: string;
  readonly reason: string;
}
