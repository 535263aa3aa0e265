/** What a feed last said, checked and as numbers. Prices are USD per coin unless named otherwise. */
export type Observation =
  PoolObservation | OracleObservation | PerpObservation | VolatilityObservation | NormFactorObservation;

interface Observed {
  readonly feed: string;
  readonly observedAtUs: bigint;
  /** No record of it exists: a constant that stands until it is replaced, and does not age. */
  readonly assumed: boolean;
}

export interface PoolObservation extends Observed {
  readonly kind: 'pool';
  readonly tick: number;
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
