import type { FactRef } from '../riskState.js';

/** The columns that an exposure needs, by instrument index; NaN where there is no value. Units as in MarksPublished. */
export interface MarkColumns {
  readonly priceUsd: Float64Array;
  readonly delta: Float64Array;
  readonly gammaPerUsd: Float64Array;
  readonly vegaUsdPerVolPoint: Float64Array;
  readonly thetaUsdPerDay: Float64Array;
  readonly rhoUsd: Float64Array;
  readonly vanna: Float64Array;
  readonly volga: Float64Array;
  readonly charmPerDay: Float64Array;
  readonly carryUsdPerDay: Float64Array;
}

/** Columns that not every record or instrument has; NaN says nothing against a mark. */
export interface OptionalMarkColumns {
  readonly forwardUsd: Float64Array;
  /** Decimal: 0.45 is 45 %. */
  readonly vol: Float64Array;
  /** Delta with the smile moving with the price; without it, it is the delta. */
  readonly deltaStickyDelta: Float64Array;
  /** Loss to arbitrage alone, zero or less; the carry holds it too. */
  readonly lvrUsdPerDay: Float64Array;
  /** Price of what a wrapped or synthetic asset follows, per unit of it. */
  readonly trackedUsd: Float64Array;
}

export type MarkColumnName = keyof MarkColumns;
export type OptionalMarkColumnName = keyof OptionalMarkColumns;

export const OPTIONAL_MARK_COLUMN_NAMES: readonly OptionalMarkColumnName[] = [
  'forwardUsd',
  'vol',
  'deltaStickyDelta',
  'lvrUsdPerDay',
  'trackedUsd',
];

export const MARK_COLUMN_NAMES: readonly MarkColumnName[] = [
  'priceUsd',
  'delta',
  'gammaPerUsd',
  'vegaUsdPerVolPoint',
  'thetaUsdPerDay',
  'rhoUsd',
  'vanna',
  'volga',
  'charmPerDay',
  'carryUsdPerDay',
];

export interface FrameFailure {
  readonly code: string;
  readonly reason: string;
  readonly valueKept: boolean;
}

/** The marks of one underlying as they stand: a kept frame, or one amended by live frames since. */
export interface MarkFrame {
  readonly underlying: string;
  readonly step: number;
  readonly timeUs: bigint;
  /** Made of kept marks alone. */
  readonly kept: boolean;
  readonly spotUsd: number;
  readonly columns: MarkColumns & OptionalMarkColumns;
  /**
   * What a short pays in a day beside the other side of the carry, USD per unit, zero or less; undefined where no record
   * says any, which is nearly everywhere.
   */
  readonly shortChargeUsdPerDay: Float64Array | undefined;
  readonly failures: ReadonlyMap<number, FrameFailure>;
  /** The records that it is made of; `sourceOf[index]` counts into them from 1, 0 for none. */
  readonly sources: readonly FactRef[];
  readonly sourceOf: Uint16Array;
}
