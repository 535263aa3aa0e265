import type { VolatilityDay } from './dailyTypes.js';
import type { HarSpec } from './harTypes.js';
import { MIN_COVERAGE_RATIO, MONTH_DAYS, WEEK_DAYS } from './limits.js';

/** Regressors known at the end of a day, and what they are to explain; either is undefined where days are missing. */
export interface HarRow {
  readonly terms: readonly number[] | undefined;
  /** Mean variance per day over the horizon after the day, untransformed; known `horizonDays` later. */
  readonly targetVariancePerDay: number | undefined;
}

/** One row for each day. A row's terms come from that day and the 29 before it, its target from the days after it alone. */
export function harRows(days: readonly VolatilityDay[], spec: HarSpec): readonly HarRow[] {
  return days.map((_, day) => ({
    terms: termsAt(days, day, spec),
    targetVariancePerDay:
      day + spec.horizonDays < days.length ? meanVariancePerDay(days, day + 1, day + spec.horizonDays) : undefined,
  }));
}

/**
 * Terms of day, week and month, each the transform of a mean variance. The day itself has to be there. Zero jumps and rises
 * add nothing; in the log form a jump enters as ln(1 + J/V) so that it has no unit, as everything else there.
 */
export function termsAt(days: readonly VolatilityDay[], day: number, spec: HarSpec): readonly number[] | undefined {
  const today = days[day];
  if (today?.kind !== 'measured') return undefined;
  const week = meanVariancePerDay(days, day - WEEK_DAYS + 1, day);
  const month = meanVariancePerDay(days, day - MONTH_DAYS + 1, day);
  if (week === undefined || month === undefined) return undefined;
  const terms = [today.variancePerDay, week, month].map((variance) => transformed(variance, spec.form));
  if (spec.jump) terms.push(jumpTerm(today.jumpVariancePerDay, today.variancePerDay, spec.form));
  if (spec.leverage) terms.push(...[1, WEEK_DAYS, MONTH_DAYS].map((span) => fallOver(days, day - span + 1, day)));
  return terms;
}

export function transformed(variance: number, form: HarSpec['form']): number {
  if (form === 'level') return variance;
  return form === 'sqrt' ? Math.sqrt(variance) : Math.log(variance);
}

/** Mean over the measured days from `first` to `last`, both included, if enough of them are there. */
export function meanVariancePerDay(days: readonly VolatilityDay[], first: number, last: number): number | undefined {
  let sum = 0;
  let count = 0;
  for (let day = Math.max(0, first); day <= last; day++) {
    const one = days[day]!;
    if (one.kind !== 'measured') continue;
    sum += one.variancePerDay;
    count++;
  }
  return count > 0 && count >= MIN_COVERAGE_RATIO * (last - first + 1) ? sum / count : undefined;
}

function jumpTerm(jump: number, variance: number, form: HarSpec['form']): number {
  return form === 'log' ? Math.log1p(jump / variance) : transformed(jump, form);
}

/** min(0, mean daily return) over the span. */
function fallOver(days: readonly VolatilityDay[], first: number, last: number): number {
  let sum = 0;
  for (let day = Math.max(0, first); day <= last; day++) {
    const one = days[day]!;
    if (one.kind === 'measured') sum += one.logReturn;
  }
  return Math.min(0, sum / (last - first + 1));
}
