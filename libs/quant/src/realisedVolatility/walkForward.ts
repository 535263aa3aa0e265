import type { VolatilityFailure } from './candleTypes.js';
import type { VolatilityDay } from './dailyTypes.js';
import { badDays, forecastAt } from './forecastHar.js';
import { harRows, meanVariancePerDay } from './harRows.js';
import { badSpec } from './harTypes.js';
import type { HarSpec } from './harTypes.js';
import { MONTH_DAYS } from './limits.js';

/** One day's forecast beside the two that need no model, and what came; all as mean variance per day over the horizon. */
export interface ForecastOutcome {
  readonly asOfMs: number;
  readonly forecastPerDay: number;
  readonly yesterdayPerDay: number;
  readonly monthMeanPerDay: number;
  readonly realisedPerDay: number;
  readonly filtered: 'no' | 'raised' | 'lowered';
}

export interface WalkForward {
  readonly kind: 'walked';
  readonly outcomes: readonly ForecastOutcome[];
  /** Days that got no forecast: too early for a fit, or with holes in their terms or their target. */
  readonly skippedCount: number;
}

/** Fits anew at the end of each day to what was known then, forecasts, and sets what came beside it. */
export function walkForward(days: readonly VolatilityDay[], spec: HarSpec): WalkForward | VolatilityFailure {
  const failure = badSpec(spec) ?? badDays(days);
  if (failure !== undefined) return failure;
  const rows = harRows(days, spec);
  const outcomes = days.flatMap((today, day): ForecastOutcome[] => {
    const realisedPerDay = rows[day]!.targetVariancePerDay;
    const monthMeanPerDay = meanVariancePerDay(days, day - MONTH_DAYS + 1, day);
    if (today.kind === 'missing' || realisedPerDay === undefined || monthMeanPerDay === undefined) return [];
    const forecast = forecastAt(days, rows, day, spec);
    if (forecast.kind === 'failure') return [];
    const { asOfMs, variancePerDay: forecastPerDay, filtered } = forecast;
    const yesterdayPerDay = today.variancePerDay;
    return [{ asOfMs, forecastPerDay, yesterdayPerDay, monthMeanPerDay, realisedPerDay, filtered }];
  });
  return { kind: 'walked', outcomes, skippedCount: days.length - outcomes.length };
}
