import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  cleanCandles,
  estimateVolatility,
  garmanKlassOf,
  parkinsonOf,
  realisedMeasures,
  rogersSatchellOf,
  twoScalesVariance,
  VOLATILITY_ESTIMATORS,
} from '../index.js';
import type { Candle, RealisedMeasures, VolatilityEstimate, VolatilityEstimator } from '../index.js';

/** numpy's and pandas' numbers: test/data/volatility/SOURCE.md. */
const reference = JSON.parse(
  readFileSync(new URL('../../../../test/data/volatility/reference.json', import.meta.url), 'utf8'),
) as {
  candles: [number, number, number, number, number][];
  candleVolatility: Record<VolatilityEstimator, number>;
  returns: number[];
  realised: Record<'variance' | 'bipowerVariance' | 'jumpVariance' | 'quarticity' | 'jumpZ', number>;
  logPrices: number[];
  twoScales: { variance: number; subsampledVariance: number };
};

const recorded: Candle[] = reference.candles.map(([openTimeMs, open, high, low, close]) => {
  return { openTimeMs, open, high, low, close };
});

const HOUR_MS = 3_600_000;
const YEAR_HOURS = 365 * 24;

function estimate(candles: readonly Candle[], estimator: VolatilityEstimator): VolatilityEstimate {
  const result = estimateVolatility(candles, { intervalSeconds: 3600, estimator });
  if (result.kind === 'failure') throw new Error(`${result.reason}: ${result.found}`);
  return result;
}

describe('one candle', () => {
  // By hand for O 100, H 110, L 95, C 105: ln(110/95) = 0.146603474, ln(105/100) = 0.048790164, ln(110/105) = 0.046520016,
  // ln(110/100) = 0.095310180, ln(95/105) = -0.100083459, ln(95/100) = -0.051293294.
  const candle = { openTimeMs: 0, open: 100, high: 110, low: 95, close: 105 };

  it('has the variance of Parkinson, Garman-Klass and Rogers-Satchell', () => {
    // 0.021492579/2.772588722; 0.5·0.021492579 - 0.386294361·0.002380480; 0.046520016·0.095310180 + 0.100083459·0.051293294.
    expect(parkinsonOf(candle)).toBeCloseTo(0.007751809, 8);
    expect(garmanKlassOf(candle)).toBeCloseTo(0.009826723, 8);
    expect(rogersSatchellOf(candle)).toBeCloseTo(0.009567441, 8);
  });

  it('that goes from its low to its high and stays has no Rogers-Satchell variance, since all of it may be drift', () => {
    expect(rogersSatchellOf({ openTimeMs: 0, open: 95, high: 110, low: 95, close: 110 })).toBeCloseTo(0, 15);
  });
});

describe('volatility from candles', () => {
  it.each(VOLATILITY_ESTIMATORS)('%s is what numpy and pandas make of the same candles', (estimator) => {
    const { vol, usedCount, coverageRatio, rejected } = estimate(recorded, estimator);
    expect(Math.abs(vol / reference.candleVolatility[estimator] - 1)).toBeLessThan(1e-12);
    expect([usedCount, coverageRatio, rejected]).toEqual([120, 1, []]);
  });

  it.each(VOLATILITY_ESTIMATORS)('%s does not depend on the order of the candles', (estimator) => {
    const { vol, order } = estimate(recorded.toReversed(), estimator);
    expect([vol, order]).toEqual([estimate(recorded, estimator).vol, 'newestFirst']);
  });

  it('annualises by real seconds: over a hole the return brings its time, and a range only that of its candles', () => {
    // By hand. Closes 100, 101, 103 at hours 1, 2, 6: (ln²1.01 + ln²(103/101))/5 h = (9.900908e-5 + 3.844922e-4)/5.
    const flat = (hour: number, price: number) => {
      return { openTimeMs: hour * HOUR_MS, open: price, high: price * 1.01, low: price, close: price };
    };
    const candles = [flat(0, 100), flat(1, 101), flat(5, 103)];
    const returns = estimate(candles, 'closeToClose');
    expect(returns.elapsedSeconds).toBe(5 * 3600);
    expect(returns.variancePerYear).toBeCloseTo((4.8350123e-4 / 5) * YEAR_HOURS, 6);
    expect([returns.missingCount, returns.coverageRatio]).toEqual([3, 0.5]);
    const ranges = estimate(candles, 'parkinson');
    expect(ranges.elapsedSeconds).toBe(3 * 3600);
    expect(ranges.variancePerYear).toBeCloseTo((Math.log(1.01) ** 2 / (4 * Math.LN2)) * YEAR_HOURS, 10);
  });

  it('says when there are too few candles', () => {
    const failure = { kind: 'failure', field: 'candles' };
    for (const estimator of VOLATILITY_ESTIMATORS) {
      const result = estimateVolatility([], { intervalSeconds: 3600, estimator });
      expect(result).toMatchObject({ ...failure, reason: 'tooFewCandles', found: '0' });
    }
    const two = recorded.slice(0, 2);
    expect(estimateVolatility(two, { intervalSeconds: 3600, estimator: 'yangZhang' })).toMatchObject(failure);
    for (const intervalSeconds of [0, -60, NaN, Infinity]) {
      const result = estimateVolatility(recorded, { intervalSeconds, estimator: 'parkinson' });
      expect(result).toMatchObject({ kind: 'failure', reason: 'intervalNotPositive' });
    }
  });
});

describe('an estimate that fits no double', () => {
  const flat = (...prices: number[]) =>
    prices.map((price, hour) => ({ openTimeMs: hour * HOUR_MS, open: price, high: price, low: price, close: price }));
  const failure = { kind: 'failure', reason: 'resultNotFinite', field: 'variancePerYear', expected: 'a finite number' };

  it.each(['closeToClose', 'yangZhang'] as const)('is a failure of %s, not an infinite volatility', (estimator) => {
    // 1e300/1e-300 is beyond a double.
    const result = estimateVolatility(flat(1e-300, 1e300, 1), { intervalSeconds: 3600, estimator });
    expect(result).toMatchObject(failure);
  });

  it('is a failure where prices without digits make quotients of infinity', () => {
    const result = estimateVolatility(flat(1e-320, 1e300, 1e-320, 1), {
      intervalSeconds: 3600,
      estimator: 'yangZhang',
    });
    expect(result).toMatchObject(failure);
  });
});

describe('a geometric Brownian motion of known volatility', () => {
  const SIGMA = 0.8;
  const COUNT = 6000;
  const candles = brownianCandles(COUNT, SIGMA);

  it.each(VOLATILITY_ESTIMATORS)('%s is unbiased', (estimator) => {
    // The spread of a variance from n candles is about √(2/n) for returns, and less for the others: 3 of those are 5.5 %.
    const { variancePerYear } = estimate(candles, estimator);
    expect(Math.abs(variancePerYear / SIGMA ** 2 - 1)).toBeLessThan(3 * Math.sqrt(2 / COUNT));
  });

  it('ranks the estimators as published: efficiencies of 4.9, 6.0 and 7.4 over the squared return', () => {
    // Garman and Klass (1980) for theirs and Parkinson's (5.2 there against the sample variance, 4.9 = 2/0.407 exactly),
    // Rogers and Satchell (1991). Sample variances of 6,000 heavy-tailed values are good to some 6 %.
    const efficiency = (varianceOf: (candle: Candle) => number) => 2 / relativeSpread(candles.map(varianceOf));
    expect(Math.abs(efficiency((one) => Math.log(one.close / one.open) ** 2) - 1)).toBeLessThan(0.15);
    expect(Math.abs(efficiency(parkinsonOf) / 4.91 - 1)).toBeLessThan(0.15);
    expect(Math.abs(efficiency(rogersSatchellOf) / 6.0 - 1)).toBeLessThan(0.15);
    expect(Math.abs(efficiency(garmanKlassOf) / 7.4 - 1)).toBeLessThan(0.15);
  });

  it('with a drift moves Parkinson and leaves Rogers-Satchell and Yang-Zhang alone', () => {
    // A drift of one standard deviation per candle.
    const drifting = brownianCandles(COUNT, SIGMA, 1);
    expect(estimate(drifting, 'parkinson').variancePerYear).toBeGreaterThan(1.3 * SIGMA ** 2);
    for (const estimator of ['rogersSatchell', 'yangZhang'] as const) {
      expect(Math.abs(estimate(drifting, estimator).variancePerYear / SIGMA ** 2 - 1)).toBeLessThan(0.055);
    }
  });
});

describe('bad candles', () => {
  const good: Candle = { openTimeMs: 10 * HOUR_MS, open: 100, high: 110, low: 90, close: 105, volume: 5 };
  const clean = (candles: Candle[]) => {
    const result = cleanCandles(candles, { intervalSeconds: 3600 });
    if (result.kind === 'failure') throw new Error(result.reason);
    return result;
  };

  it.each<[Partial<Candle>, string, string]>([
    [{ close: NaN }, 'notFinite', 'close'],
    [{ high: Infinity }, 'notFinite', 'high'],
    [{ openTimeMs: NaN }, 'notFinite', 'openTimeMs'],
    [{ volume: NaN }, 'notFinite', 'volume'],
    [{ low: 0 }, 'priceNotPositive', 'low'],
    [{ open: -1 }, 'priceNotPositive', 'open'],
    [{ openTimeMs: 10 * HOUR_MS + 1 }, 'offGrid', 'openTimeMs'],
    [{ high: 80 }, 'highBelowLow', 'high'],
    [{ open: 111 }, 'openOutsideRange', 'open'],
    [{ close: 89 }, 'closeOutsideRange', 'close'],
    [{ high: 181 }, 'rangeImplausible', 'high'],
    [{ volume: -1 }, 'volumeNegative', 'volume'],
    [{ volume: 0 }, 'noTrades', 'volume'],
  ])('%j is left out as %s, and the rest is used', (change, reason, field) => {
    const other = { ...good, openTimeMs: 11 * HOUR_MS };
    const { candles, rejected } = clean([{ ...good, ...change }, other]);
    expect(candles).toEqual([other]);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toMatchObject({ index: 0, reason, field });
    expect(rejected[0]!.found).toBe(String({ ...good, ...change }[field as keyof Candle]));
  });

  const run = (fromHour: number, closes: readonly number[]): Candle[] =>
    closes.map((close, at) => {
      return { openTimeMs: (fromHour + at) * HOUR_MS, open: close, high: close, low: close, close, volume: 1 };
    });

  it('leaves out few candles that are years away from the others, and uses the rest', () => {
    const start2023 = Date.UTC(2023, 0, 1) / HOUR_MS;
    const honest = run(
      start2023,
      Array.from({ length: 100 }, () => 100),
    );
    const late = run(start2023 + 10 * 365 * 24, [100, 100]);
    const { candles, rejected, missingCount, coverageRatio } = clean([...run(0, [100]), ...honest, ...late]);
    expect(candles).toEqual(honest);
    expect([missingCount, coverageRatio]).toEqual([0, 1]);
    expect(rejected.map(({ index, reason, field, found }) => [index, reason, field, found])).toEqual([
      [0, 'farFromOthers', 'openTimeMs', '0'],
      [101, 'farFromOthers', 'openTimeMs', `${late[0]!.openTimeMs}`],
      [102, 'farFromOthers', 'openTimeMs', `${late[1]!.openTimeMs}`],
    ]);
    expect(rejected[0]!.expected).toBe('within 365 days of the other candles, 2023-01-01 to 2023-01-05');
  });

  it('keeps both sides of a long hole when each has many candles, and a candle on its own within a year', () => {
    const days = 24 * 365;
    const early = run(0, [100, 101, 100, 101]);
    const late = run(2 * days, [100, 101, 100, 101, 100, 101, 100, 101, 100, 101]);
    expect(clean([...early, ...late]).rejected).toEqual([]);
    expect(
      clean([...run(0, [100]), ...run(days, [100, 101, 100, 101, 100, 101, 100, 101, 100, 101, 100, 101])]).rejected,
    ).toEqual([]);
    const beyond = run(
      days + 1,
      Array.from({ length: 12 }, (_, at) => 100 + (at % 2)),
    );
    expect(clean([...run(0, [100]), ...beyond]).rejected).toMatchObject([{ index: 0, reason: 'farFromOthers' }]);
  });

  it.each([
    ['one', [100, 101, 10_000, 101, 100, 101], [2]],
    ['one at a hundredth', [100, 101, 1, 101, 100, 101], [2]],
    ['two', [100, 101, 10_000, 10_100, 101, 100, 101], [2, 3]],
    ['the first', [10_000, 101, 100, 101, 100], [0]],
    ['the newest', [100, 101, 100, 101, 10_000], [4]],
    ['two of them apart', [100, 10_000, 101, 100, 101, 1, 100, 101], [1, 5]],
  ] as const)('leaves out a level that the candles around do not share: %s', (_which, closes, places) => {
    const { candles, rejected } = clean(run(0, closes));
    expect(rejected.map(({ index, reason, field }) => [index, reason, field])).toEqual(
      places.map((place) => [place, 'levelImplausible', 'close']),
    );
    expect(rejected[0]!.expected).toMatch(/^between a third and 3 times the closes around it, 10[01] to 10[01]$/);
    expect(candles).toHaveLength(closes.length - places.length);
  });

  it('keeps a move that stays, however large, and judges no level from fewer than five candles', () => {
    expect(clean(run(0, [100, 100, 100, 900, 900, 900])).rejected).toEqual([]);
    expect(clean(run(0, [900, 900, 900, 100, 100, 100, 11, 11, 11])).rejected).toEqual([]);
    expect(clean(run(0, [100, 290, 100, 290, 100, 100])).rejected).toEqual([]);
    expect(clean(run(0, [100, 100, 10_000, 100])).rejected).toEqual([]);
  });

  it('keeps, of two for one time, the one with more volume', () => {
    const partial = { ...good, close: 101, volume: 4 };
    expect(clean([good, { ...good }])).toMatchObject({
      candles: [good],
      rejected: [{ index: 1, reason: 'duplicate' }],
    });
    for (const [candles, index] of [[[good, partial], 1] as const, [[partial, good], 0] as const]) {
      const cleaned = clean([...candles]);
      expect(cleaned.candles).toEqual([good]);
      expect(cleaned.rejected).toMatchObject([{ index, reason: 'conflictingDuplicate' }]);
    }
  });

  it('lists what it leaves out in the order it came in', () => {
    const { rejected } = clean([{ ...good, volume: 4 }, { ...good, high: 1 }, good]);
    expect(rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [0, 'conflictingDuplicate'],
      [1, 'highBelowLow'],
    ]);
  });

  it('tells the order they came in, and what is missing', () => {
    const at = (hour: number) => ({ ...good, openTimeMs: hour * HOUR_MS });
    expect(clean([at(1), at(2), at(5)])).toMatchObject({ order: 'oldestFirst', missingCount: 2, coverageRatio: 0.6 });
    expect(clean([at(5), at(2), at(1)])).toMatchObject({ order: 'newestFirst', missingCount: 2 });
    const mixed = clean([at(2), at(5), at(1)]);
    expect(mixed.order).toBe('mixed');
    expect(mixed.candles.map((one) => one.openTimeMs / HOUR_MS)).toEqual([1, 2, 5]);
    expect(clean([])).toMatchObject({ candles: [], missingCount: 0, coverageRatio: 0 });
  });
});

describe('realised variance of returns', () => {
  it('agrees with numpy in each measure, around a jump', () => {
    const measures = realisedMeasures(reference.returns) as RealisedMeasures;
    for (const [name, expected] of Object.entries(reference.realised)) {
      const found = measures[name as keyof typeof reference.realised];
      expect(Math.abs(found / expected - 1), name).toBeLessThan(1e-12);
    }
  });

  it('sees no jump in a Brownian motion, and one of ten standard deviations', () => {
    const draw = normalDraws(7);
    const returns = Array.from({ length: 288 }, () => 0.001 * draw());
    const quiet = realisedMeasures(returns) as RealisedMeasures;
    expect(Math.abs(quiet.jumpZ)).toBeLessThan(3);
    expect(Math.abs(quiet.bipowerVariance / quiet.variance - 1)).toBeLessThan(0.15);
    const jumped = realisedMeasures(returns.with(150, 0.01)) as RealisedMeasures;
    expect(jumped.jumpZ).toBeGreaterThan(3);
    expect(Math.abs(jumped.jumpVariance / 1e-4 - 1)).toBeLessThan(0.35);
  });

  it('takes no quarticity below that of a steady variance', () => {
    // By hand for 100 returns of one size: (1 - π/2)/√((π²/4 + π - 5)/100), though tripower over bipower squared is 0.71.
    const steady = realisedMeasures(Array.from({ length: 100 }, () => 0.01)) as RealisedMeasures;
    expect(steady.jumpZ).toBeCloseTo(-7.314333, 5);
  });

  it('is 0, with no jump, where nothing moved', () => {
    expect(realisedMeasures([0, 0, 0, 0])).toMatchObject({
      variance: 0,
      bipowerVariance: 0,
      jumpVariance: 0,
      jumpZ: 0,
    });
  });

  it('names what it cannot use', () => {
    expect(realisedMeasures([0.1, NaN, 0.1])).toMatchObject({ reason: 'notFinite', field: 'returns[1]', found: 'NaN' });
    expect(realisedMeasures([0.1, 0.1])).toMatchObject({ reason: 'tooFewCandles', found: '2' });
  });

  it('takes the noise out by two scales, as numpy does over the grids one by one', () => {
    const measured = twoScalesVariance(reference.logPrices, 5);
    if (measured.kind === 'failure') throw new Error(measured.reason);
    expect(Math.abs(measured.variance / reference.twoScales.variance - 1)).toBeLessThan(1e-11);
    expect(Math.abs(measured.subsampledVariance / reference.twoScales.subsampledVariance - 1)).toBeLessThan(1e-11);
    // The prices hold 1,440 steps of 0.0005² = 3.6e-4 and noise that alone adds 2·1440·0.0004² = 4.6e-4 to the plain sum.
    expect(Math.abs(measured.variance / 3.6e-4 - 1)).toBeLessThan(0.25);
    for (const scale of [1, 2.5, 721, NaN]) {
      expect(twoScalesVariance(reference.logPrices, scale)).toMatchObject({ kind: 'failure', field: 'scale' });
    }
    expect(twoScalesVariance([1, NaN, 1, 1, 1], 2)).toMatchObject({ reason: 'notFinite', field: 'logPrices[1]' });
  });
});

/** Tommy Ettinger's mulberry32, in (0, 1). */
function uniformDraws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

/** Box and Muller (1958), the cosine half. */
function normalDraws(seed: number): () => number {
  const uniform = uniformDraws(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function relativeSpread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value / mean - 1) ** 2, 0) / values.length;
}

/**
 * Hourly candles of exp(σW). Each of 60 steps takes its highest and lowest from the exact law of a Brownian bridge's
 * extremes, so that the ranges are of the continuous path and carry no bias of a grid.
 */
function brownianCandles(count: number, sigma: number, driftSdPerCandle = 0): Candle[] {
  const STEPS = 60;
  const normal = normalDraws(20_261_128);
  const uniform = uniformDraws(4);
  const stepVariance = sigma ** 2 / YEAR_HOURS / STEPS;
  const drift = (driftSdPerCandle * sigma) / Math.sqrt(YEAR_HOURS) / STEPS;
  const candles: Candle[] = [];
  for (let index = 0; index < count; index++) {
    let [log, high, low] = [0, 0, 0];
    for (let step = 0; step < STEPS; step++) {
      const next = log + drift + Math.sqrt(stepVariance) * normal();
      const reach = (): number => Math.sqrt((next - log) ** 2 - 2 * stepVariance * Math.log(uniform()));
      high = Math.max(high, (log + next + reach()) / 2);
      low = Math.min(low, (log + next - reach()) / 2);
      log = next;
    }
    const open: number = candles.at(-1)?.close ?? 1;
    const prices = { high: open * Math.exp(high), low: open * Math.exp(low), close: open * Math.exp(log) };
    candles.push({ openTimeMs: index * HOUR_MS, open, ...prices });
  }
  return candles;
}
