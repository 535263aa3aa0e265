/** One candle as a venue recorded it. Prices are in the quote currency; `volume`, in any unit, may be unknown. */
export interface Candle {
  readonly openTimeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume?: number | undefined;
}

/** Why one candle is left out. */
export type CandleReason =
  | 'notFinite'
  | 'priceNotPositive'
  | 'highBelowLow'
  | 'openOutsideRange'
  | 'closeOutsideRange'
  | 'rangeImplausible'
  | 'volumeNegative'
  | 'noTrades'
  | 'offGrid'
  | 'farFromOthers'
  | 'levelImplausible'
  | 'duplicate'
  | 'conflictingDuplicate';

export interface RejectedCandle {
  /** Place in what was handed in. */
  readonly index: number;
  readonly openTimeMs: number;
  readonly reason: CandleReason;
  readonly field: keyof Candle;
  readonly expected: string;
  readonly found: string;
}

/** What is wrong with a candle: the field, what was expected of it and what it was. */
export type CandleFault = Pick<RejectedCandle, 'reason' | 'field' | 'expected' | 'found'>;

/** The order the candles came in; files of some archives are newest first. */
export type CandleOrder = 'oldestFirst' | 'newestFirst' | 'mixed';

/** Candles that can be used, oldest first, one per slot of the grid, and what was left out. */
export interface CleanCandles {
  readonly kind: 'cleaned';
  readonly candles: readonly Candle[];
  readonly intervalSeconds: number;
  readonly rejected: readonly RejectedCandle[];
  readonly order: CandleOrder;
  /** Slots of the grid between the first and the last usable candle that hold none. */
  readonly missingCount: number;
  /** Usable candles over all slots from the first to the last; 0 when none is usable. */
  readonly coverageRatio: number;
}

export type VolatilityReason =
  | 'intervalNotPositive'
  | 'tooManyCandles'
  | 'tooFewCandles'
  | 'notFinite'
  | 'notPositive'
  | 'daysNotContiguous'
  | 'tooManyDays'
  | 'tooFewDays'
  | 'specOutOfRange'
  | 'lastDayMissing'
  | 'singular'
  | 'resultNotFinite';

/** Why there is no estimate at all. */
export interface VolatilityFailure {
  readonly kind: 'failure';
  readonly reason: VolatilityReason;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}
