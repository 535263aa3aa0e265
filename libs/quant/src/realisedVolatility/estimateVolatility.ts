import { SECONDS_PER_YEAR } from '../units.js';
import type { Candle, CandleOrder, CleanCandles, RejectedCandle, VolatilityFailure } from './candleTypes.js';
import { garmanKlassOf, parkinsonOf, rogersSatchellOf } from './candleVariance.js';
import { cleanCandles } from './cleanCandles.js';
import type { CleaningOptions } from './cleanCandles.js';
import { yangZhangVariance } from './yangZhangVariance.js';

export const VOLATILITY_ESTIMATORS = [
  'closeToClose',
  'parkinson',
  'garmanKlass',
  'rogersSatchell',
  'yangZhang',
] as const;

export type VolatilityEstimator = (typeof VOLATILITY_ESTIMATORS)[number];

export interface VolatilityEstimate {
  readonly kind: 'estimated';
  readonly variancePerYear: number;
  /** Annual volatility as a fraction. */
  readonly vol: number;
  /** Time that the variance was measured over: all of it for returns, that of the candles alone for ranges. */
  readonly elapsedSeconds: number;
  readonly usedCount: number;
  readonly coverageRatio: number;
  readonly missingCount: number;
  readonly order: CandleOrder;
  readonly rejected: readonly RejectedCandle[];
}

/**
 * Annual volatility from candles, by real elapsed seconds over a year of 365 days. A return that spans a hole brings the
 * hole's time with it, so close-to-close and Yang-Zhang divide by all the time from the first to the last close. A range
 * knows nothing of a hole: those three divide by the time of the candles that are there. Means of returns are taken to be
 * zero except in Yang-Zhang, whose terms are sample variances.
 *
 * A range sees the extremes of the trades alone, and comes out low when a candle holds few of them (Garman and Klass 1980).
 */
export function estimateVolatility(
  candles: readonly Candle[],
  options: CleaningOptions & { readonly estimator: VolatilityEstimator },
): VolatilityEstimate | VolatilityFailure {
  const cleaned = cleanCandles(candles, options);
  if (cleaned.kind === 'failure') return cleaned;
  const needed = options.estimator === 'yangZhang' ? 3 : options.estimator === 'closeToClose' ? 2 : 1;
  if (cleaned.candles.length < needed) {
    const expected = `at least ${needed} usable candles`;
    return { kind: 'failure', reason: 'tooFewCandles', field: 'candles', expected, found: `${cleaned.candles.length}` };
  }
  const { variance, elapsedSeconds } = measured(cleaned, options.estimator);
  const variancePerYear = (variance / elapsedSeconds) * SECONDS_PER_YEAR;
  if (!Number.isFinite(variancePerYear)) {
    // Positive prices may be so far apart that their quotient is none.
    const found = `${variancePerYear}`;
    return { kind: 'failure', reason: 'resultNotFinite', field: 'variancePerYear', expected: 'a finite number', found };
  }
  const { coverageRatio, missingCount, order, rejected } = cleaned;
  const usedCount = cleaned.candles.length;
  const vol = Math.sqrt(variancePerYear);
  return {
    kind: 'estimated',
    variancePerYear,
    vol,
    elapsedSeconds,
    usedCount,
    coverageRatio,
    missingCount,
    order,
    rejected,
  };
}

interface Measured {
  /** Variance over all of `elapsedSeconds`. */
  readonly variance: number;
  readonly elapsedSeconds: number;
}

function measured({ candles, intervalSeconds }: CleanCandles, estimator: VolatilityEstimator): Measured {
  // The close of a candle is one interval after its opening time, so differences of opening times are those of closes.
  const closesSeconds = (candles.at(-1)!.openTimeMs - candles[0]!.openTimeMs) / 1000;
  const coveredSeconds = candles.length * intervalSeconds;
  switch (estimator) {
    case 'closeToClose':
      return { variance: sumOfSquaredReturns(candles), elapsedSeconds: closesSeconds };
    case 'yangZhang':
      return { variance: yangZhangVariance(candles), elapsedSeconds: closesSeconds };
    case 'parkinson':
      return { variance: sumOver(candles, parkinsonOf), elapsedSeconds: coveredSeconds };
    case 'garmanKlass':
      return { variance: sumOver(candles, garmanKlassOf), elapsedSeconds: coveredSeconds };
    case 'rogersSatchell':
      return { variance: sumOver(candles, rogersSatchellOf), elapsedSeconds: coveredSeconds };
  }
}

function sumOver(candles: readonly Candle[], varianceOf: (candle: Candle) => number): number {
  return candles.reduce((sum, candle) => sum + varianceOf(candle), 0);
}

function sumOfSquaredReturns(candles: readonly Candle[]): number {
  let sum = 0;
  for (let index = 1; index < candles.length; index++) {
    sum += Math.log(candles[index]!.close / candles[index - 1]!.close) ** 2;
  }
  return sum;
}
