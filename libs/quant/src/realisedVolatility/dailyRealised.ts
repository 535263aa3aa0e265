import type { CleanCandles, VolatilityFailure } from './candleTypes.js';
import { parkinsonOf } from './candleVariance.js';
import type { RealisedDay, VolatilityDay } from './dailyTypes.js';
import { MAX_DAYS, MIN_COVERAGE_RATIO, MIN_RETURNS_PER_DAY, SAMPLING_SECONDS } from './limits.js';
import { realisedMeasures } from './realisedMeasures.js';

export const DAY_SECONDS = 86_400;
export const DAY_MS = DAY_SECONDS * 1000;

/**
 * Realised variance day by day from cleaned candles, without a break from the first day to the last. A day is any 24
 * hours: the last one ends at `endMs`, which is the moment of asking in a forecast that is to use all that is known, and
 * when it is left out the last midnight UTC that the candles reach. What comes after `endMs` is not looked at.
 *
 * Returns are of closes, by the previous tick over holes, and start at the last close before the day when that candle is
 * there. Opens are not used: an archive's first one is often wrong. Candles shorter than five minutes are read on all
 * the interleaved grids of five minutes, and averaged, against the bounce between bid and ask. What a day's first and last
 * returns don't span is made up for in proportion.
 */
export function dailyRealised(cleaned: CleanCandles, endMs?: number): readonly VolatilityDay[] | VolatilityFailure {
  const intervalMs = cleaned.intervalSeconds * 1000;
  const slotsPerDay = DAY_MS / intervalMs;
  const gridsCount = Math.max(1, Math.floor(SAMPLING_SECONDS / cleaned.intervalSeconds));
  if (!Number.isInteger(slotsPerDay) || slotsPerDay / gridsCount < MIN_RETURNS_PER_DAY) {
    const expected = `a whole part of a day of at most ${DAY_SECONDS / MIN_RETURNS_PER_DAY} s`;
    const found = `${cleaned.intervalSeconds}`;
    return { kind: 'failure', reason: 'specOutOfRange', field: 'intervalSeconds', expected, found };
  }
  const { candles } = cleaned;
  if (candles.length === 0) return [];
  const reachedMs = candles.at(-1)!.openTimeMs + intervalMs;
  const lastEndMs = endMs ?? Math.floor(reachedMs / DAY_MS) * DAY_MS;
  if (!Number.isFinite(lastEndMs) || lastEndMs % intervalMs !== 0) {
    const expected = `a multiple of ${intervalMs} ms`;
    return { kind: 'failure', reason: 'specOutOfRange', field: 'endMs', expected, found: `${lastEndMs}` };
  }
  const daysCount = Math.ceil((lastEndMs - candles[0]!.openTimeMs) / DAY_MS);
  if (daysCount > MAX_DAYS) {
    const expected = `at most ${MAX_DAYS} days`;
    return { kind: 'failure', reason: 'tooManyDays', field: 'candles', expected, found: `${daysCount}` };
  }
  const days: VolatilityDay[] = [];
  let next = 0;
  for (let startMs = lastEndMs - daysCount * DAY_MS; startMs < lastEndMs; startMs += DAY_MS) {
    // Slot 0 is the close before the day, slot s the close of its s-th candle.
    const logCloses = new Float64Array(slotsPerDay + 1).fill(NaN);
    const before = candles[next - 1];
    if (before !== undefined && before.openTimeMs === startMs - intervalMs) logCloses[0] = Math.log(before.close);
    const first = next;
    let rangeVariance = 0;
    for (; next < candles.length && candles[next]!.openTimeMs < startMs + DAY_MS; next++) {
      const candle = candles[next]!;
      logCloses[(candle.openTimeMs - startMs) / intervalMs + 1] = Math.log(candle.close);
      rangeVariance += parkinsonOf(candle);
    }
    days.push(measureDay({ dayEndMs: startMs + DAY_MS, logCloses, count: next - first, rangeVariance, gridsCount }));
  }
  return days;
}

interface DayCloses {
  readonly dayEndMs: number;
  /** NaN where there is no candle. */
  readonly logCloses: Float64Array;
  readonly count: number;
  readonly rangeVariance: number;
  readonly gridsCount: number;
}

function measureDay({ dayEndMs, logCloses, count, rangeVariance, gridsCount }: DayCloses): VolatilityDay {
  const slotsPerDay = logCloses.length - 1;
  const coverageRatio = count / slotsPerDay;
  if (coverageRatio < MIN_COVERAGE_RATIO) return { kind: 'missing', dayEndMs, reason: 'tooFewCandles', coverageRatio };
  const first = logCloses.findIndex((value) => !Number.isNaN(value));
  const filled = previousTick(logCloses, first);
  let [variance, bipower, measuredCount] = [0, 0, 0];
  for (let grid = 0; grid < gridsCount; grid++) {
    const returns = returnsOfGrid(filled, first + grid, gridsCount);
    const measures = realisedMeasures(returns);
    if (measures.kind === 'failure') continue;
    const scale = slotsPerDay / (returns.length * gridsCount);
    variance += measures.variance * scale;
    bipower += measures.bipowerVariance * scale;
    measuredCount++;
  }
  if (!(variance > 0)) return { kind: 'missing', dayEndMs, reason: 'noMovement', coverageRatio };
  const day: RealisedDay = {
    kind: 'measured',
    dayEndMs,
    variancePerDay: variance / measuredCount,
    rangeVariancePerDay: rangeVariance / coverageRatio,
    bipowerVariancePerDay: bipower / measuredCount,
    jumpVariancePerDay: Math.max(0, variance - bipower) / measuredCount,
    logReturn: filled.at(-1)! - filled[first]!,
    coverageRatio,
  };
  return day;
}

function previousTick(logCloses: Float64Array, first: number): Float64Array {
  const filled = logCloses.slice();
  for (let slot = first + 1; slot < filled.length; slot++) {
    if (Number.isNaN(filled[slot])) filled[slot] = filled[slot - 1]!;
  }
  return filled;
}

function returnsOfGrid(filled: Float64Array, first: number, step: number): number[] {
  const returns: number[] = [];
  for (let slot = first + step; slot < filled.length; slot += step) returns.push(filled[slot]! - filled[slot - step]!);
  return returns;
}
