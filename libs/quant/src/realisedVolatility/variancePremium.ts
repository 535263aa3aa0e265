import type { VolatilityFailure } from './candleTypes.js';

/** What the market asks for variance over what is forecast; volatilities are per year as fractions. */
export interface VariancePremium {
  readonly kind: 'measured';
  /** σ_implied² - forecast, per year: what a seller of variance is paid for bearing it (Carr and Wu 2009). */
  readonly variancePremiumPerYear: number;
  /** σ_implied - √forecast. */
  readonly volPremium: number;
  /** ln(σ_implied²/forecast): comparable between quiet and wild times, so that the z-score is of this. */
  readonly logPremium: number;
}

/**
 * Implied against forecast variance over one horizon. DVOL is a 30-day volatility printed in percent: divide it by 100 and
 * set it beside a 30-day forecast; a surface's at-the-money volatility beside one of its own days to expiry.
 */
export function variancePremium(implied: {
  readonly impliedVol: number;
  readonly forecastVariancePerYear: number;
}): VariancePremium | VolatilityFailure {
  for (const field of ['impliedVol', 'forecastVariancePerYear'] as const) {
    const value = implied[field];
    if (value > 0 && Number.isFinite(value)) continue;
    const reason = Number.isFinite(value) ? 'notPositive' : 'notFinite';
    return { kind: 'failure', reason, field, expected: 'a finite number above 0', found: `${value}` };
  }
  const { impliedVol, forecastVariancePerYear } = implied;
  const impliedVariance = impliedVol * impliedVol;
  return {
    kind: 'measured',
    variancePremiumPerYear: impliedVariance - forecastVariancePerYear,
    volPremium: impliedVol - Math.sqrt(forecastVariancePerYear),
    logPremium: Math.log(impliedVariance / forecastVariancePerYear),
  };
}

/** A month of daily premia: fewer say little about their own spread. */
const LEAST_HISTORY = 30;

/**
 * How many of its own standard deviations the premium stands from its mean, over the premia before it (today's not among
 * them). A value in `history` that isn't finite is left out.
 */
export function premiumZScore(
  history: readonly number[],
  current: number,
): { readonly kind: 'scored'; readonly z: number; readonly usedCount: number } | VolatilityFailure {
  const used = history.filter(Number.isFinite);
  if (!Number.isFinite(current)) {
    return { kind: 'failure', reason: 'notFinite', field: 'current', expected: 'a finite number', found: `${current}` };
  }
  if (used.length < LEAST_HISTORY) {
    const expected = `at least ${LEAST_HISTORY} premia`;
    return { kind: 'failure', reason: 'tooFewDays', field: 'history', expected, found: `${used.length}` };
  }
  const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
  const deviation = Math.sqrt(used.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (used.length - 1));
  if (!(deviation > 0)) {
    const expected = 'premia that differ';
    return { kind: 'failure', reason: 'notPositive', field: 'history', expected, found: `a deviation of ${deviation}` };
  }
  return { kind: 'scored', z: (current - mean) / deviation, usedCount: used.length };
}
