import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastHar, forecastVolatility, HAR_LOG, leastSquares, walkForward } from '../index.js';
import type { Candle, HarForecast, HarSpec, RealisedDay, VolatilityDay, WalkForward } from '../index.js';

/** numpy's and pandas' numbers: test/data/volatility/SOURCE.md. */
const reference = JSON.parse(
  readFileSync(new URL('../../../../test/data/volatility/reference.json', import.meta.url), 'utf8'),
) as {
  days: [variance: number, jump: number, logReturn: number][];
  har: {
    spec: HarSpec;
    intercept: number;
    coefficients: number[];
    residualVariance: number;
    variancePerDay: number;
    rows: number;
  }[];
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function day(index: number, variancePerDay: number, jumpVariancePerDay = 0, logReturn = 0): RealisedDay {
  return {
    kind: 'measured',
    dayEndMs: (index + 1) * DAY_MS,
    variancePerDay,
    rangeVariancePerDay: variancePerDay,
    bipowerVariancePerDay: variancePerDay - jumpVariancePerDay,
    jumpVariancePerDay,
    logReturn,
    coverageRatio: 1,
  };
}

function missing(index: number): VolatilityDay {
  return { kind: 'missing', dayEndMs: (index + 1) * DAY_MS, reason: 'tooFewCandles', coverageRatio: 0 };
}

const referenceDays = reference.days.map(([variance, jump, logReturn], index) => day(index, variance, jump, logReturn));

function forecastOf(days: readonly VolatilityDay[], spec: HarSpec): HarForecast {
  const result = forecastHar(days, spec);
  if (result.kind === 'failure') throw new Error(`${result.reason} ${result.field}: ${result.found}`);
  return result;
}

function walkedOf(days: readonly VolatilityDay[], spec: HarSpec): WalkForward {
  const result = walkForward(days, spec);
  if (result.kind === 'failure') throw new Error(result.reason);
  return result;
}

describe('least squares', () => {
  it('finds a line by hand, weighted and not', () => {
    // y = 1, 3, 2 at x = 0, 1, 2: slope ½, intercept 1.5, residuals -½, 1, -½. With weights 1, 2, 1 the means are 1 and 9/4,
    // the slope 2/2·½ = ½, the intercept 7/4, the residuals -¾, ¾, -¾, and Σw·e² over weights of mean one 3/4·4·9/16 = 27/16.
    const rows = [[0], [1], [2]];
    const targets = [1, 3, 2];
    const plain = leastSquares({ rows, targets, ridge: 0 })!;
    expect(plain.coefficients[0]).toBeCloseTo(0.5, 14);
    expect(plain.intercept).toBeCloseTo(1.5, 14);
    expect(plain.residualVariance).toBeCloseTo(1.5, 14);
    const weighted = leastSquares({ rows, targets, weights: [5, 10, 5], ridge: 0 })!;
    expect(weighted.coefficients[0]).toBeCloseTo(0.5, 14);
    expect(weighted.intercept).toBeCloseTo(1.75, 14);
    expect(weighted.residualVariance).toBeCloseTo(27 / 16, 14);
  });

  it('refuses collinear columns, unless a ridge shares the slope out between them', () => {
    const rows = [1, 2, 3, 5].map((x) => [x, 2 * x]);
    const targets = [1, 2, 3, 5];
    expect(leastSquares({ rows, targets, ridge: 0 })).toBeUndefined();
    // Scaled, both columns are the same z with y = sd·z: each gets 1/(2 + λ) of it.
    const shared = leastSquares({ rows, targets, ridge: 1e-6 })!;
    expect(shared.coefficients[0]).toBeCloseTo(0.5, 5);
    expect(shared.coefficients[1]).toBeCloseTo(0.25, 5);
  });

  it('gives a column that never varies nothing, and too few rows no answer', () => {
    // The mean of six tenths is not a tenth in doubles, so that the column seems to vary by 1e-17.
    const rows = [1, 2, 4, 5, 6, 9].map((x) => [0.1, x]);
    const fit = leastSquares({ rows, targets: [2, 4, 8, 10, 12, 18], ridge: 0 })!;
    expect(fit.coefficients[0]).toBe(0);
    expect(fit.coefficients[1]).toBeCloseTo(2, 14);
    expect(leastSquares({ rows: [[1], [2]], targets: [1, 2], ridge: 0 })).toBeUndefined();
    expect(leastSquares({ rows: [], targets: [], ridge: 0 })).toBeUndefined();
  });
});

describe('the HAR forecast', () => {
  it.each(reference.har.map((one) => [JSON.stringify(one.spec), one] as const))(
    'of %s has the coefficients of lstsq',
    (_, expected) => {
      const forecast = forecastOf(referenceDays, expected.spec);
      expect(forecast.fitRowsCount).toBe(expected.rows);
      expect(forecast.fit.coefficients).toHaveLength(expected.coefficients.length);
      const largest = Math.max(...expected.coefficients.map(Math.abs));
      for (const [index, coefficient] of expected.coefficients.entries()) {
        expect(Math.abs(forecast.fit.coefficients[index]! - coefficient)).toBeLessThan(1e-10 * largest);
      }
      expect(Math.abs(forecast.fit.intercept / expected.intercept - 1)).toBeLessThan(1e-9);
      expect(Math.abs(forecast.fit.residualVariance / expected.residualVariance - 1)).toBeLessThan(1e-10);
      expect(Math.abs(forecast.variancePerDay / expected.variancePerDay - 1)).toBeLessThan(1e-10);
      expect(forecast.variancePerYear).toBe(365 * forecast.variancePerDay);
      expect(forecast.vol).toBe(Math.sqrt(forecast.variancePerYear));
      expect(forecast.filtered).toBe('no');
    },
  );

  it('of a variance that never changes is that variance', () => {
    const days = Array.from({ length: 200 }, (_, index) => day(index, 4e-4));
    for (const form of ['log', 'sqrt', 'level'] as const) {
      expect(forecastOf(days, { ...HAR_LOG, form }).variancePerDay).toBeCloseTo(4e-4, 15);
    }
  });

  it.each([
    ['raised', 5e-3, Math.min],
    ['lowered', 1e-9, Math.max],
  ] as const)('is %s to the nearest that its window saw', (filtered, lastVariance, nearest) => {
    // Quiet and wild days take turns, so that the line falls: a last day far wilder than any asks for less than nothing,
    // and one without movement for more than was ever seen.
    const varianceOn = (index: number) => 2e-4 + (index % 2 === 0 ? -1e-4 : 1e-4) * (1 + 0.2 * Math.sin(index ** 2));
    const variances = Array.from({ length: 200 }, (_, index) => (index === 199 ? lastVariance : varianceOn(index)));
    const days = variances.map((variance, index) => day(index, variance));
    const forecast = forecastOf(days, { ...HAR_LOG, form: 'level' });
    const terms = [1, 7, 30].map((span) => variances.slice(-span).reduce((sum, one) => sum + one, 0) / span);
    const { intercept, coefficients } = forecast.fit;
    const answer = terms.reduce((sum, term, index) => sum + term * coefficients[index]!, intercept);
    // The first month ends with the 23rd day, so that the first target is the 24th.
    const expected = nearest(...variances.slice(23));
    if (filtered === 'raised') expect(answer).toBeLessThan(0);
    else expect(answer).toBeGreaterThan(expected);
    expect([forecast.filtered, forecast.variancePerDay]).toEqual([filtered, expected]);
  });

  it('skips over missing days and says when the last one is missing', () => {
    const holed = referenceDays.map((one, index) => (index % 11 === 5 ? missing(index) : one));
    expect(forecastOf(holed, HAR_LOG).fitRowsCount).toBeLessThan(340);
    const late = [...referenceDays, missing(400)];
    expect(forecastHar(late, HAR_LOG)).toMatchObject({ kind: 'failure', reason: 'lastDayMissing', found: 'missing' });
    expect(forecastHar([], HAR_LOG)).toMatchObject({ kind: 'failure', reason: 'lastDayMissing', found: 'none' });
  });

  it('needs a quarter of complete days', () => {
    // The 23rd day has the first month, and 90 rows end one day before the last: 23 + 90 = 113 days, or one less too few.
    expect(forecastHar(referenceDays.slice(0, 112), HAR_LOG)).toMatchObject({ reason: 'tooFewDays', found: '89' });
    expect(forecastOf(referenceDays.slice(0, 113), HAR_LOG).fitRowsCount).toBe(90);
  });

  it('names a bad setting, a gap and a bad number', () => {
    const refused: [Partial<HarSpec>, string][] = [
      [{ horizonDays: 0 }, 'horizonDays'],
      [{ horizonDays: 1.5 }, 'horizonDays'],
      [{ windowDays: 10 }, 'windowDays'],
      [{ windowDays: NaN }, 'windowDays'],
      [{ ridge: -1 }, 'ridge'],
      [{ ridge: NaN }, 'ridge'],
    ];
    for (const [change, field] of refused) {
      const spec = { ...HAR_LOG, ...change };
      expect(forecastHar(referenceDays, spec)).toMatchObject({ reason: 'specOutOfRange', field });
      expect(walkForward(referenceDays, spec)).toMatchObject({ reason: 'specOutOfRange', field });
    }
    const gap = [...referenceDays.slice(0, 50), ...referenceDays.slice(51)];
    expect(forecastHar(gap, HAR_LOG)).toMatchObject({ reason: 'daysNotContiguous', field: 'days[50].dayEndMs' });
    for (const [variance, reason] of [
      [0, 'notPositive'],
      [-1, 'notPositive'],
      [NaN, 'notFinite'],
    ] as const) {
      const bad = referenceDays.with(7, day(7, variance));
      expect(forecastHar(bad, HAR_LOG)).toMatchObject({ reason, field: 'days[7].variancePerDay' });
    }
    expect(forecastHar(referenceDays.with(7, day(7, 1e-4, 0, NaN)), HAR_LOG)).toMatchObject({
      field: 'days[7].logReturn',
    });
  });
});

describe('no look-ahead', () => {
  const horizons = [1, 7, 30];

  it.each(horizons)(
    'over %i days, the walk forecasts at each day what the days up to it alone forecast',
    (horizonDays) => {
      const spec = { ...HAR_LOG, horizonDays, windowDays: horizonDays === 30 ? 305 : 120 };
      const { outcomes } = walkedOf(referenceDays, spec);
      // The first month ends with the 23rd day. The first forecast is made when the last of 90 (or 300) targets is over, and
      // the last one a horizon before the last of 400 days: at one day, from day 113 to day 399.
      const leastRows = horizonDays === 30 ? 300 : 90;
      expect(outcomes).toHaveLength(400 - 22 - (leastRows - 1) - 2 * horizonDays);
      for (const outcome of [outcomes[0]!, outcomes[11]!, outcomes.at(-1)!]) {
        const known = referenceDays.slice(0, outcome.asOfMs / DAY_MS);
        expect(outcome.forecastPerDay).toBe(forecastOf(known, spec).variancePerDay);
        expect(outcome.yesterdayPerDay).toBe((known.at(-1) as RealisedDay).variancePerDay);
        const ofMonth = reference.days.slice(known.length - 30, known.length).map(([variance]) => variance);
        expect(outcome.monthMeanPerDay).toBeCloseTo(ofMonth.reduce((sum, one) => sum + one, 0) / 30, 14);
        const ofHorizon = reference.days.slice(known.length, known.length + horizonDays).map(([variance]) => variance);
        expect(outcome.realisedPerDay).toBeCloseTo(ofHorizon.reduce((sum, one) => sum + one, 0) / horizonDays, 14);
      }
    },
  );

  it('nothing that comes after a day changes a forecast made at its end', () => {
    const change = fc.record({
      cut: fc.integer({ min: 371, max: 398 }),
      horizonDays: fc.constantFrom(...horizons),
      form: fc.constantFrom('log', 'sqrt', 'level'),
      factors: fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 30, maxLength: 30 }),
    });
    fc.assert(
      fc.property(change, ({ cut, horizonDays, form, factors }) => {
        const spec: HarSpec = { ...HAR_LOG, horizonDays, form, jump: true, leverage: true };
        const other = referenceDays.map((one, index) => {
          return index < cut ? one : day(index, one.variancePerDay * factors[index - cut]!);
        });
        const upTo = (walked: readonly VolatilityDay[]) =>
          walkedOf(walked, spec)
            .outcomes.filter((one) => one.asOfMs <= cut * DAY_MS)
            .map((one) => one.forecastPerDay);
        const before = upTo(referenceDays);
        expect(before.length).toBeGreaterThanOrEqual(19);
        expect(upTo(other)).toEqual(before);
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  it('a candle that is not over when the forecast is asked for changes nothing', () => {
    const candles = hourlyCandles(140);
    const asOfMs = 130 * DAY_MS + 5 * HOUR_MS + 1234;
    const options = { intervalSeconds: 3600, asOfMs, horizonsDays: [1, 7, 30] };
    // The candle of the hour that is not over is broken, and nobody is told of it yet.
    const whole = forecastVolatility(
      candles.map((one) => (one.openTimeMs === 130 * DAY_MS + 5 * HOUR_MS ? { ...one, high: -1 } : one)),
      options,
    );
    const cut = forecastVolatility(
      candles.filter((one) => one.openTimeMs < 130 * DAY_MS + 5 * HOUR_MS),
      options,
    );
    expect(whole).toEqual(cut);
    if (whole.kind === 'failure') throw new Error(whole.reason);
    // The latest day ends with the last candle that was over, not at midnight.
    expect(whole.forecasts[0]).toMatchObject({ kind: 'forecast', asOfMs: 130 * DAY_MS + 5 * HOUR_MS, horizonDays: 1 });
    expect(whole.forecasts[2]).toMatchObject({ kind: 'failure', reason: 'tooFewDays' });
    expect(whole.measuredDaysCount).toBe(130);
  });
});

describe('forecastVolatility', () => {
  it('names each bad candle by its place, forecasts from the rest, and refuses when the last day is missing', () => {
    const candles = hourlyCandles(140);
    const bad = { ...candles[500]!, high: 1 };
    const options = { intervalSeconds: 3600, asOfMs: 140 * DAY_MS, horizonsDays: [1] };
    const result = forecastVolatility([{ ...bad, openTimeMs: 141 * DAY_MS }, ...candles.with(500, bad)], options);
    if (result.kind === 'failure') throw new Error(result.reason);
    expect(result.rejected).toMatchObject([{ index: 501, reason: 'highBelowLow' }]);
    expect(result.coverageRatio).toBe((140 * 24 - 1) / (140 * 24));
    // The candles move by 2 % an hour up and down in turn: √(24·365)·0.02 = 1.87 a year, give or take their seeded size.
    const [forecast] = result.forecasts;
    expect(forecast).toMatchObject({ kind: 'forecast', filtered: 'no' });
    expect(Math.abs((forecast as HarForecast).vol / 1.872 - 1)).toBeLessThan(0.15);
    const stale = forecastVolatility(candles, { ...options, asOfMs: 142 * DAY_MS });
    expect(stale).toMatchObject({ kind: 'forecasts', forecasts: [{ kind: 'failure', reason: 'lastDayMissing' }] });
    expect(forecastVolatility(candles, { ...options, asOfMs: NaN })).toMatchObject({ reason: 'notFinite' });
    expect(forecastVolatility(candles, { ...options, intervalSeconds: 0 })).toMatchObject({
      reason: 'intervalNotPositive',
    });
  });

  it('is not refused for one candle with a wrong time or a wrong level', () => {
    const start = Date.UTC(2023, 0, 1);
    const candles = hourlyCandles(200).map((one) => ({ ...one, openTimeMs: one.openTimeMs + start }));
    const options = { intervalSeconds: 3600, asOfMs: start + 200 * DAY_MS, horizonsDays: [1] };
    const good = forecastVolatility(candles, options);
    const wild = candles[700]!;
    const hundredfold = {
      ...wild,
      open: wild.open * 100,
      high: wild.high * 100,
      low: wild.low * 100,
      close: wild.close * 100,
    };
    const result = forecastVolatility([{ ...candles[0]!, openTimeMs: 0 }, ...candles.with(700, hundredfold)], options);
    if (result.kind === 'failure' || good.kind === 'failure') throw new Error('Expected forecasts.');
    expect(result.rejected).toMatchObject([
      { index: 0, openTimeMs: 0, reason: 'farFromOthers' },
      { index: 701, reason: 'levelImplausible' },
    ]);
    expect([result.measuredDaysCount, result.missingDaysCount]).toEqual([200, 0]);
    // One hour of 4,800 is missing, and its move comes with the next.
    const [one, other] = [result.forecasts[0] as HarForecast, good.forecasts[0] as HarForecast];
    expect(Math.abs(one.vol / other.vol - 1)).toBeLessThan(0.01);
  });
});

/** Hours that move up and down in turn by 2 % times a factor between 0.8 and 1.2 that changes from day to day. */
function hourlyCandles(daysCount: number): Candle[] {
  let close = 1000;
  return Array.from({ length: 24 * daysCount }, (_, index) => {
    const factor = 1 + 0.2 * Math.sin(Math.floor(index / 24) ** 2);
    const open = close;
    close = open * Math.exp((index % 2 === 0 ? 0.02 : -0.02) * factor);
    return {
      openTimeMs: index * HOUR_MS,
      open,
      high: Math.max(open, close),
      low: Math.min(open, close),
      close,
      volume: 1,
    };
  });
}
