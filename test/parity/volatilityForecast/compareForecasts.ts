import { dieboldMariano, qlike, walkForward } from '@gimbal/quant';
import type { HarSpec, VolatilityDay, VolatilityFailure } from '@gimbal/quant';

/** Mean QLIKE of three forecasts over the same days, and how surely the first beats the others. */
export interface ForecastComparison {
  readonly outcomesCount: number;
  readonly firstAsOfMs: number;
  readonly lastAsOfMs: number;
  readonly har: number;
  readonly yesterday: number;
  readonly monthMean: number;
  /** Diebold-Mariano against each; negative when HAR is better. */
  readonly againstYesterday: number;
  readonly againstMonthMean: number;
  readonly filteredCount: number;
}

/** A month, as for the fit's own terms: over fewer days the mean loss is one or two wild days. */
export const LEAST_OUTCOMES = 30;

/** Walks forward through the days; a text says why there is nothing to compare. */
export function compareForecasts(days: readonly VolatilityDay[], spec: HarSpec): ForecastComparison | string {
  const walked = walkForward(days, spec);
  if (walked.kind === 'failure') return wordingOf(walked);
  const { outcomes } = walked;
  if (outcomes.length < LEAST_OUTCOMES) {
    return `Expected at least ${LEAST_OUTCOMES} forecasts out of sample, found ${outcomes.length} in ${days.length} days.`;
  }
  const har = outcomes.map((one) => qlike(one.realisedPerDay, one.forecastPerDay));
  const yesterday = outcomes.map((one) => qlike(one.realisedPerDay, one.yesterdayPerDay));
  const monthMean = outcomes.map((one) => qlike(one.realisedPerDay, one.monthMeanPerDay));
  return {
    outcomesCount: outcomes.length,
    firstAsOfMs: outcomes[0]!.asOfMs,
    lastAsOfMs: outcomes.at(-1)!.asOfMs,
    har: mean(har),
    yesterday: mean(yesterday),
    monthMean: mean(monthMean),
    againstYesterday: dieboldMariano(har, yesterday, spec.horizonDays),
    againstMonthMean: dieboldMariano(har, monthMean, spec.horizonDays),
    filteredCount: outcomes.filter((one) => one.filtered !== 'no').length,
  };
}

export function wordingOf({ field, expected, found, reason }: VolatilityFailure): string {
  return `Expected ${expected} in ${field}, found ${found} (${reason}).`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
