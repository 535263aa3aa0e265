/** The columns of doubles in a set of marks, named and in units as in MarksPublished. */
export const MARK_COLUMNS = [
  'priceUsd',
  'forwardUsd',
  'vol',
  'delta',
  'gammaPerUsd',
  'vegaUsdPerVolPoint',
  'thetaUsdPerDay',
  'rhoUsd',
  'vanna',
  'volga',
  'charmPerDay',
  'carryUsdPerDay',
  'deltaStickyDelta',
  'lvrUsdPerDay',
  'trackedUsd',
  'shortChargeUsdPerDay',
] as const;

export type MarkColumn = (typeof MARK_COLUMNS)[number];

/**
 * One value of each column. A Greek that has no part in an instrument is 0, and so is `vol` where there is none;
 * `trackedUsd` of what follows nothing is NaN.
 */
export type MarkValues = Readonly<Record<MarkColumn, number>>;

/** What a valuation says of a row: the smile matters to options alone, whose delta under it the kernel's pass writes. */
export type RowValues = Omit<MarkValues, 'deltaStickyDelta'>;

export const FLAT_VALUES: RowValues = {
  priceUsd: 0,
  forwardUsd: 0,
  vol: 0,
  delta: 0,
  gammaPerUsd: 0,
  vegaUsdPerVolPoint: 0,
  thetaUsdPerDay: 0,
  rhoUsd: 0,
  vanna: 0,
  volga: 0,
  charmPerDay: 0,
  carryUsdPerDay: 0,
  lvrUsdPerDay: 0,
  trackedUsd: Number.NaN,
  shortChargeUsdPerDay: 0,
};

export type FailureCode = 'stale' | 'missing_input' | 'expired' | 'out_of_range' | 'disagreement' | 'not_modelled';

export interface Failure {
  readonly code: FailureCode;
  readonly reason: string;
  /** The columns hold values all the same, from the last good inputs. */
  readonly valueKept: boolean;
}

/** Where each row's mark comes from, and how far it can be trusted. */
export interface RowSources {
  /** The source of row i is `sources[codes[i] − 1]`; 0 is none. Names stand in the order of their first row. */
  readonly codes: Uint16Array;
  readonly sources: readonly string[];
  /** 255 is 1. */
  readonly confidence: Uint8Array;
  /** Independent witnesses that agree, 255 at most. */
  readonly agreeing: Uint8Array;
}

/** Row i belongs to the instrument with index `indexes[i]`. Each row is all numbers (but for what it tracks), or all NaN with a failure. */
export interface MarksFrame {
  readonly underlying: string;
  /** USD; 0 while nothing has been observed. */
  readonly spotUsd: number;
  readonly indexes: Uint32Array;
  readonly columns: Readonly<Record<MarkColumn, Float64Array>>;
  readonly ageMs: Uint32Array;
  readonly sources: RowSources;
  /** The source of `spotUsd`; empty while there is none. */
  readonly spotSource: string;
  /** By instrument index. */
  readonly failures: ReadonlyMap<number, Failure>;
}

/** A frame of `length` rows in which nothing is valued yet: indexes 0 to length − 1, NaN everywhere. */
export function emptyColumns(length: number): Record<MarkColumn, Float64Array> {
  const column = (): Float64Array => new Float64Array(length).fill(Number.NaN);
  return Object.fromEntries(MARK_COLUMNS.map((name) => [name, column()])) as Record<MarkColumn, Float64Array>;
}
