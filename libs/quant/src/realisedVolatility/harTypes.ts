import { MAX_HORIZON_DAYS, MAX_WINDOW_DAYS, MIN_FIT_ROWS, MIN_SEPARATE_TARGETS } from './limits.js';
import type { VolatilityFailure } from './candleTypes.js';

export interface HarSpec {
  /** What the regression explains: the variance, its square root or its logarithm. */
  readonly form: 'level' | 'sqrt' | 'log';
  /** The forecast is the mean variance per day over this many days. */
  readonly horizonDays: number;
  /** The fit sees at most this many of the latest observations. */
  readonly windowDays: number;
  /** See `leastSquares`. */
  readonly ridge: number;
  /** `inverseFitted`: a second pass weighs by one over the first one's fit (Patton and Sheppard 2015), for the level form. */
  readonly weighting: 'equal' | 'inverseFitted';
  /** Adds yesterday's jump variance: HAR-RV-J (Andersen, Bollerslev and Diebold 2007). */
  readonly jump: boolean;
  /** Adds the falls of the last day, week and month: LHAR (Corsi and Renò 2012). */
  readonly leverage: boolean;
}

/**
 * The log form of Corsi (2009): log variance is close to normal with an even spread, so that plain least squares suits it,
 * and no forecast can be negative. The window is the 1,000 days of Bollerslev, Patton and Quaedvlieg (2016). The ridge
 * moves a coefficient by a part in ten thousand, and keeps a window in which two terms agree from being singular.
 */
export const HAR_LOG: HarSpec = {
  form: 'log',
  horizonDays: 1,
  windowDays: 1000,
  ridge: 1e-4,
  weighting: 'equal',
  jump: false,
  leverage: false,
};

/** A setting that can't be used, or undefined. */
export function badSpec(spec: HarSpec): VolatilityFailure | undefined {
  const refuse = (field: keyof HarSpec, expected: string): VolatilityFailure => {
    return { kind: 'failure', reason: 'specOutOfRange', field, expected, found: String(spec[field]) };
  };
  const { horizonDays, windowDays, ridge } = spec;
  if (!Number.isInteger(horizonDays) || horizonDays < 1 || horizonDays > MAX_HORIZON_DAYS) {
    return refuse('horizonDays', `a whole number from 1 to ${MAX_HORIZON_DAYS}`);
  }
  const leastDays = minFitRows(horizonDays);
  if (!Number.isInteger(windowDays) || windowDays < leastDays || windowDays > MAX_WINDOW_DAYS) {
    return refuse('windowDays', `a whole number from ${leastDays} to ${MAX_WINDOW_DAYS}`);
  }
  if (!(ridge >= 0) || !Number.isFinite(ridge)) return refuse('ridge', 'a finite number of at least 0');
  return undefined;
}

/** Least rows of a fit at this horizon. */
export function minFitRows(horizonDays: number): number {
  return Math.max(MIN_FIT_ROWS, MIN_SEPARATE_TARGETS * horizonDays);
}
