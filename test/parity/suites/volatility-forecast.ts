import { cleanCandles, dailyRealised, HAR_LOG } from '@gimbal/quant';
import type { CleanCandles, HarSpec, VolatilityDay } from '@gimbal/quant';
import type { ParityOutcome, ParitySuite } from '../paritySuite.ts';
import { readCandleFiles } from '../volatilityForecast/candleFile.ts';
import type { CandleSeries } from '../volatilityForecast/candleFile.ts';
import { compareForecasts, wordingOf } from '../volatilityForecast/compareForecasts.ts';
import type { ForecastComparison } from '../volatilityForecast/compareForecasts.ts';

const TOLERANCE = "QLIKE of one day's HAR forecast below that of yesterday's realised variance, out of sample";

/** The first decides, and was chosen from the literature, not from these files. The others are there to be seen. */
const SPECS: readonly { readonly name: string; readonly spec: HarSpec; readonly ofRanges?: true }[] = [
  { name: 'log, 1 day', spec: HAR_LOG },
  { name: 'log, 7 days', spec: { ...HAR_LOG, horizonDays: 7 } },
  { name: 'log, 30 days', spec: { ...HAR_LOG, horizonDays: 30 } },
  // Ranges measure a day with a fifth of the noise, so that yesterday is harder to beat.
  { name: 'log, of ranges', spec: HAR_LOG, ofRanges: true },
  { name: 'log + jump', spec: { ...HAR_LOG, jump: true } },
  { name: 'log + falls', spec: { ...HAR_LOG, leverage: true } },
  { name: 'sqrt', spec: { ...HAR_LOG, form: 'sqrt' } },
  { name: 'level, weighted', spec: { ...HAR_LOG, form: 'level', weighting: 'inverseFitted' } },
];

interface Decided {
  readonly name: string;
  /** QLIKE of the forecast over that of yesterday; below 1 is a match. */
  readonly ratio: number;
}

/** Forecasts each day of each file's candles from the days before it, and sets the loss beside those of two that need no model. */
const volatilityForecast: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    const decided: Decided[] = [];
    for (const series of await readCandleFiles(paths)) decided.push(...compareSeries(series, print));
    const matched = decided.filter((one) => one.ratio < 1).length;
    const worst = [...decided].sort((one, other) => other.ratio - one.ratio)[0];
    return {
      matched,
      total: decided.length,
      tolerance: TOLERANCE,
      worst: worst === undefined ? 'none' : `${worst.ratio.toFixed(3)} of yesterday's (${worst.name})`,
    };
  },
};

export default volatilityForecast;

function compareSeries(series: CandleSeries, print: (line: string) => void): Decided[] {
  const { name, candles, intervalSeconds } = series;
  print('');
  const cleaned = cleanCandles(candles, { intervalSeconds });
  const days = cleaned.kind === 'failure' ? cleaned : dailyRealised(cleaned);
  if (cleaned.kind === 'failure' || 'kind' in days) {
    print(`${name}: not counted. ${'kind' in days ? wordingOf(days) : ''}`);
    return [];
  }
  printCleaned(name, cleaned, days, print);
  const comparisons = SPECS.map(({ name, spec, ofRanges }) => {
    return { name, comparison: compareForecasts(ofRanges ? days.map(byRange) : days, spec) };
  });
  const first = comparisons[0]!.comparison;
  if (typeof first === 'string') {
    print(`  too short, not counted. ${first}`);
    return [];
  }
  print(`  out of sample ${date(first.firstAsOfMs)} to ${date(first.lastAsOfMs)}, mean QLIKE and Diebold-Mariano:`);
  print('                     days      HAR  yesterday    DM   30-day mean    DM   bounded');
  for (const { name, comparison } of comparisons) {
    print(`  ${name.padEnd(17)} ${typeof comparison === 'string' ? comparison : rowOf(comparison)}`);
  }
  return [{ name, ratio: first.har / first.yesterday }];
}

function printCleaned(
  name: string,
  cleaned: CleanCandles,
  days: readonly VolatilityDay[],
  print: (line: string) => void,
) {
  const { candles, intervalSeconds, coverageRatio, missingCount, order, rejected } = cleaned;
  const coverage = `${(100 * coverageRatio).toFixed(2)} % covered, ${missingCount} missing`;
  print(`${name}: ${candles.length} candles of ${intervalSeconds} s, ${coverage}, ${order}`);
  const counts = new Map<string, number>();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
  if (rejected.length > 0) print(`  left out: ${reasons}`);
  const missing = days.filter((day) => day.kind === 'missing').length;
  print(`  ${days.length} days, ${missing} of them without a variance`);
}

function rowOf(comparison: ForecastComparison): string {
  const { outcomesCount, har, yesterday, monthMean, againstYesterday, againstMonthMean, filteredCount } = comparison;
  return [
    String(outcomesCount).padStart(5),
    har.toFixed(4).padStart(9),
    yesterday.toFixed(4).padStart(10),
    againstYesterday.toFixed(2).padStart(7),
    monthMean.toFixed(4).padStart(12),
    againstMonthMean.toFixed(2).padStart(7),
    String(filteredCount).padStart(9),
  ].join('');
}

function byRange(day: VolatilityDay): VolatilityDay {
  return day.kind === 'missing' ? day : { ...day, variancePerDay: day.rangeVariancePerDay };
}

function date(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
