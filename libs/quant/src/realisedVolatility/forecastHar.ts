import { DAYS_PER_YEAR } from '../units.js';
import type { VolatilityFailure } from './candleTypes.js';
import { DAY_MS } from './dailyRealised.js';
import type { VolatilityDay } from './dailyTypes.js';
import { harRows, transformed } from './harRows.js';
import type { HarRow } from './harRows.js';
import { badSpec, minFitRows } from './harTypes.js';
import type { HarSpec } from './harTypes.js';
import { fitted, leastSquares } from './leastSquares.js';
import type { LinearFit } from './leastSquares.js';

export interface HarForecast {
  readonly kind: 'forecast';
  /** End of the last day that the forecast knows. */
  readonly asOfMs: number;
  readonly horizonDays: number;
  readonly variancePerYear: number;
  /** Annual volatility as a fraction; the root of the variance forecast. */
  readonly vol: number;
  /** Mean variance per day over the horizon; above 0. */
  readonly variancePerDay: number;
  readonly fit: LinearFit;
  readonly fitRowsCount: number;
  /** Whether the fit's answer lay outside of all that its window saw, and was brought back to the nearest that it saw. */
  readonly filtered: 'no' | 'raised' | 'lowered';
}

/** Forecast of the mean variance over the horizon after the last of `days`, from a fit to those days alone. */
export function forecastHar(days: readonly VolatilityDay[], spec: HarSpec): HarForecast | VolatilityFailure {
  const failure = badSpec(spec) ?? badDays(days);
  if (failure !== undefined) return failure;
  return forecastAt(days, harRows(days, spec), days.length - 1, spec);
}

/**
 * The forecast at the end of day `day`. Of `rows` it reads those whose target was over by then: a row's target ends
 * `horizonDays` after it. The rest is the future, and whatever is in it changes nothing.
 */
export function forecastAt(
  days: readonly VolatilityDay[],
  rows: readonly HarRow[],
  day: number,
  spec: HarSpec,
): HarForecast | VolatilityFailure {
  const terms = rows[day]?.terms;
  if (terms === undefined) {
    const expected = 'a measured last day, and three quarters of the days of its week and month';
    const found = days[day]?.kind ?? 'none';
    return { kind: 'failure', reason: 'lastDayMissing', field: 'days', expected, found };
  }
  const past = rows
    .slice(0, Math.max(0, day - spec.horizonDays + 1))
    .filter(isComplete)
    .slice(-spec.windowDays);
  const leastRows = minFitRows(spec.horizonDays);
  if (past.length < leastRows) {
    const expected = `at least ${leastRows} days with terms and target`;
    return { kind: 'failure', reason: 'tooFewDays', field: 'days', expected, found: `${past.length}` };
  }
  const fit = fitPast(past, spec);
  if (fit === undefined) {
    const expected = 'terms that differ, or a ridge above 0';
    return { kind: 'failure', reason: 'singular', field: 'days', expected, found: 'collinear terms' };
  }
  const raw = variancePerDayOf(fit, terms, spec.form);
  const [low, high] = extent(past.map((row) => row.targetVariancePerDay));
  // A fit can answer anything far from its data. Swanson and White (1997) put the mean in the place of such an answer; the
  // nearest end of what the window saw is better, since most answers beyond it come at the start of a crash.
  const variancePerDay = raw > high ? high : raw >= low ? raw : low;
  const variancePerYear = variancePerDay * DAYS_PER_YEAR;
  return {
    kind: 'forecast',
    asOfMs: days[day]!.dayEndMs,
    horizonDays: spec.horizonDays,
    variancePerYear,
    vol: Math.sqrt(variancePerYear),
    variancePerDay,
    fit,
    fitRowsCount: past.length,
    filtered: raw > high ? 'lowered' : raw >= low ? 'no' : 'raised',
  };
}

interface CompleteRow {
  readonly terms: readonly number[];
  readonly targetVariancePerDay: number;
}

function isComplete(row: HarRow): row is CompleteRow {
  return row.terms !== undefined && row.targetVariancePerDay !== undefined;
}

function fitPast(past: readonly CompleteRow[], spec: HarSpec): LinearFit | undefined {
  const rows = past.map((row) => row.terms);
  const targets = past.map((row) => transformed(row.targetVariancePerDay, spec.form));
  const first = leastSquares({ rows, targets, ridge: spec.ridge });
  if (first === undefined || spec.weighting === 'equal') return first;
  const [low, high] = extent(targets);
  if (spec.form === 'log' || !(low > 0)) return first;
  const weights = rows.map(
    (row) => 1 / Math.min(high, Math.max(low, fitted(first.intercept, first.coefficients, row))),
  );
  return leastSquares({ rows, targets, weights, ridge: spec.ridge });
}

/** Back to a variance, with the part that a root or logarithm hides: E[y²] = ŷ² + s², and E[e^y] = e^{ŷ + s²/2} if y is normal. */
function variancePerDayOf(fit: LinearFit, terms: readonly number[], form: HarSpec['form']): number {
  const answer = fitted(fit.intercept, fit.coefficients, terms);
  if (form === 'level') return answer;
  if (form === 'sqrt') return Math.max(0, answer) ** 2 + fit.residualVariance;
  return Math.exp(answer + fit.residualVariance / 2);
}

function extent(values: readonly number[]): readonly [low: number, high: number] {
  return values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

export function badDays(days: readonly VolatilityDay[]): VolatilityFailure | undefined {
  for (let day = 0; day < days.length; day++) {
    const one = days[day]!;
    const stepMs = day === 0 ? DAY_MS : one.dayEndMs - days[day - 1]!.dayEndMs;
    if (stepMs !== DAY_MS) {
      const expected = `one day, ${DAY_MS} ms, after the one before`;
      return {
        kind: 'failure',
        reason: 'daysNotContiguous',
        field: `days[${day}].dayEndMs`,
        expected,
        found: `${stepMs}`,
      };
    }
    const { reason, field } = badMeasure(one);
    if (reason === undefined) continue;
    const expected = reason === 'notFinite' ? 'a finite number' : 'above 0, or a missing day';
    const found = String((one as unknown as Record<string, unknown>)[field]);
    return { kind: 'failure', reason, field: `days[${day}].${field}`, expected, found };
  }
  return undefined;
}

const MEASURES = ['variancePerDay', 'jumpVariancePerDay', 'logReturn'] as const;

function badMeasure(day: VolatilityDay): { reason: 'notFinite' | 'notPositive' | undefined; field: string } {
  if (day.kind === 'missing') return { reason: undefined, field: '' };
  const notFinite = MEASURES.find((field) => !Number.isFinite(day[field]));
  if (notFinite !== undefined) return { reason: 'notFinite', field: notFinite };
  return { reason: day.variancePerDay > 0 ? undefined : 'notPositive', field: 'variancePerDay' };
}
