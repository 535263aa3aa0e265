/** Realised variance of one day of 24 hours. Variances are of the whole day, as squared log returns. */
export interface RealisedDay {
  readonly kind: 'measured';
  /** First moment after the day. Everything here was known then. */
  readonly dayEndMs: number;
  readonly variancePerDay: number;
  /** Sum of Parkinson's over the day's candles; sees more than returns do, and is blind to jumps over holes. */
  readonly rangeVariancePerDay: number;
  readonly bipowerVariancePerDay: number;
  readonly jumpVariancePerDay: number;
  readonly logReturn: number;
  /** Share of the day's slots that held a usable candle. */
  readonly coverageRatio: number;
}

/** A day that has no variance: too few of its candles are there, or the price did not move at all. */
export interface MissingDay {
  readonly kind: 'missing';
  readonly dayEndMs: number;
  readonly reason: 'tooFewCandles' | 'noMovement';
  readonly coverageRatio: number;
}

export type VolatilityDay = RealisedDay | MissingDay;
