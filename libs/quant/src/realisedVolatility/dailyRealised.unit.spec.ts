import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanCandles, dailyRealised } from '../index.js';
import type { Candle, RealisedDay } from '../index.js';

/** numpy's and pandas' numbers: test/data/volatility/SOURCE.md. */
const reference = JSON.parse(
  readFileSync(new URL('../../../../test/data/volatility/reference.json', import.meta.url), 'utf8'),
) as {
  logPrices: number[];
  dayOfMinutes: Record<'variancePerDay' | 'bipowerVariancePerDay' | 'logReturn', number>;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('days of realised variance', () => {
  const measure = (candles: readonly Candle[], intervalSeconds: number, endMs?: number) => {
    const cleaned = cleanCandles(candles, { intervalSeconds });
    if (cleaned.kind === 'failure') throw new Error(cleaned.reason);
    const days = dailyRealised(cleaned, endMs);
    if ('kind' in days) throw new Error(`${days.reason} ${days.field} ${days.found}`);
    return days;
  };

  it('sums squared returns of closes, from the last close before the day', () => {
    // By hand: closes alternate between 100 and 101, so that each of 24 returns is ±ln 1.01, and 24·ln²1.01 = 2.376218e-3.
    const days = measure(alternating(48, HOUR_MS), 3600);
    expect(days).toHaveLength(2);
    const second = days[1] as RealisedDay;
    expect(second.variancePerDay).toBeCloseTo(2.376218e-3, 9);
    expect(second.logReturn).toBeCloseTo(0, 15);
    // The first day has no close before it: 23 returns, made up to 24.
    expect((days[0] as RealisedDay).variancePerDay).toBeCloseTo(2.376218e-3, 9);
    expect(days.map((one) => one.dayEndMs)).toEqual([DAY_MS, 2 * DAY_MS]);
  });

  it('does not read an opening price that no close confirms', () => {
    const candles = alternating(24, HOUR_MS);
    const wrong = candles.with(0, { ...candles[0]!, open: 180, high: 180 });
    expect((measure(wrong, 3600)[0] as RealisedDay).variancePerDay).toBeCloseTo(2.376218e-3, 9);
  });

  it('reads minutes on grids of five, so that a bounce between bid and ask does not count every minute', () => {
    // Over five minutes the alternation makes one return of ln 1.01: 288 a day, where minutes would make 1,440.
    const second = measure(alternating(2880, 60_000), 60)[1] as RealisedDay;
    expect(second.variancePerDay).toBeCloseTo(288 * Math.log(1.01) ** 2, 12);
  });

  it('calls a day with too few candles, and one without movement, missing', () => {
    const candles = alternating(72, HOUR_MS);
    const sparse = candles.filter(({ openTimeMs }) => openTimeMs < DAY_MS || openTimeMs >= DAY_MS + 7 * HOUR_MS);
    expect(measure(sparse, 3600)[1]).toMatchObject({
      kind: 'missing',
      reason: 'tooFewCandles',
      coverageRatio: 17 / 24,
    });
    // One more candle is three quarters; the hole's move comes with the first close after it.
    const enough = candles.filter(({ openTimeMs }) => openTimeMs < DAY_MS || openTimeMs >= DAY_MS + 6 * HOUR_MS);
    expect((measure(enough, 3600)[1] as RealisedDay).variancePerDay).toBeCloseTo(18 * Math.log(1.01) ** 2, 2);
    const still = candles.map((one) => ({ ...one, open: 100, high: 100, low: 100, close: 100 }));
    expect(measure(still, 3600)[1]).toMatchObject({ kind: 'missing', reason: 'noMovement', coverageRatio: 1 });
  });

  it('is on each grid of five minutes what numpy makes of the same closes, averaged', () => {
    const candles = reference.logPrices.map((logPrice, minute) => {
      const close = Math.exp(logPrice);
      return { openTimeMs: (minute - 1) * 60_000 + DAY_MS, open: close, high: close, low: close, close };
    });
    const found = measure(candles, 60)[1] as RealisedDay;
    for (const [name, expected] of Object.entries(reference.dayOfMinutes)) {
      expect(Math.abs(found[name as keyof typeof reference.dayOfMinutes] / expected - 1), name).toBeLessThan(1e-9);
    }
    const jump = reference.dayOfMinutes.variancePerDay - reference.dayOfMinutes.bipowerVariancePerDay;
    expect(found.jumpVariancePerDay).toBeCloseTo(Math.max(0, jump), 12);
  });

  it('starts from a close of the day before only if that is the last slot of it', () => {
    // The last hour of the first day is missing and the price has doubled meanwhile: the second day knows 23 returns of ln 1.01.
    const doubled = (one: Candle) => ({ ...one, open: 2 * one.open, high: 202, low: 200, close: 2 * one.close });
    const candles = alternating(48, HOUR_MS).flatMap((one, hour) =>
      hour === 23 ? [] : [hour > 23 ? doubled(one) : one],
    );
    expect((measure(candles, 3600)[1] as RealisedDay).variancePerDay).toBeCloseTo(2.376218e-3, 9);
  });

  it('makes ranges up for the candles that are not there', () => {
    // By hand: each candle has the range ln 1.01, and 24·ln²1.01/(4·ln 2) = 8.57040e-4, with six of them missing as well.
    const candles = alternating(48, HOUR_MS);
    for (const some of [candles, candles.filter((_, hour) => hour < 30 || hour >= 36)]) {
      expect((measure(some, 3600)[1] as RealisedDay).rangeVariancePerDay).toBeCloseTo(8.5704e-4, 8);
    }
  });

  it('ends its days where it is told to, and counts a late feed as holes', () => {
    const candles = alternating(48, HOUR_MS);
    const days = measure(candles, 3600, 2 * DAY_MS + HOUR_MS);
    expect(days.map((one) => one.dayEndMs)).toEqual([HOUR_MS, DAY_MS + HOUR_MS, 2 * DAY_MS + HOUR_MS]);
    expect(days[2]).toMatchObject({ kind: 'measured', coverageRatio: 23 / 24 });
  });

  it('refuses a grid that no day can be made of', () => {
    const cleaned = (intervalSeconds: number, candles: Candle[]) => {
      const result = cleanCandles(candles, { intervalSeconds });
      if (result.kind === 'failure') throw new Error(result.reason);
      return result;
    };
    const failure = { kind: 'failure', reason: 'specOutOfRange' };
    expect(dailyRealised(cleaned(86_400, []))).toMatchObject({ ...failure, field: 'intervalSeconds' });
    expect(dailyRealised(cleaned(7000, []))).toMatchObject({ ...failure, field: 'intervalSeconds' });
    const hours = alternating(48, HOUR_MS);
    expect(dailyRealised(cleaned(3600, hours), 1)).toMatchObject({ ...failure, field: 'endMs', found: '1' });
    expect(dailyRealised(cleaned(3600, hours), 10_001 * DAY_MS)).toMatchObject({
      reason: 'tooManyDays',
      found: '10001',
    });
  });
});

/** Closes of 101 and 100 in turn. */
function alternating(count: number, intervalMs: number): Candle[] {
  return Array.from({ length: count }, (_, index) => {
    const [open, close] = index % 2 === 0 ? [100, 101] : [101, 100];
    return { openTimeMs: index * intervalMs, open, high: 101, low: 100, close };
  });
}
