import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dieboldMariano, premiumZScore, qlike, variancePremium } from '../index.js';

/** numpy's and pandas' numbers: test/data/volatility/SOURCE.md. */
const reference = JSON.parse(
  readFileSync(new URL('../../../../test/data/volatility/reference.json', import.meta.url), 'utf8'),
) as {
  losses: number[];
  otherLosses: number[];
  dieboldMariano: { horizonDays: number; statistic: number }[];
};

describe('loss of forecasts', () => {
  it('is 0 for a perfect one and dearer below than above', () => {
    // By hand: 2 - ln 2 - 1 and ½ + ln 2 - 1.
    expect(qlike(4e-4, 4e-4)).toBe(0);
    expect(qlike(4e-4, 2e-4)).toBeCloseTo(0.306852819, 9);
    expect(qlike(2e-4, 4e-4)).toBeCloseTo(0.193147181, 9);
  });

  it.each(reference.dieboldMariano)(
    'compares two by the statistic that numpy gives at $horizonDays days',
    (expected) => {
      const found = dieboldMariano(reference.losses, reference.otherLosses, expected.horizonDays);
      expect(Math.abs(found / expected.statistic - 1)).toBeLessThan(1e-12);
      expect(dieboldMariano(reference.otherLosses, reference.losses, expected.horizonDays)).toBe(-found);
    },
  );

  it('is 0 between equals and nothing without two', () => {
    expect(dieboldMariano([1, 2, 3], [1, 2, 3], 1)).toBe(0);
    expect(dieboldMariano([1], [2], 1)).toBeNaN();
  });
});

describe('implied against forecast', () => {
  it('is the variance and the volatility that are paid on top', () => {
    // By hand: a DVOL of 60 against a forecast of 0.50 a year: 0.36 - 0.25, 0.60 - 0.50, ln 1.44 = 0.364643114.
    const premium = variancePremium({ impliedVol: 0.6, forecastVariancePerYear: 0.25 });
    if (premium.kind === 'failure') throw new Error(premium.reason);
    expect(premium.variancePremiumPerYear).toBeCloseTo(0.11, 15);
    expect(premium.volPremium).toBeCloseTo(0.1, 15);
    expect(premium.logPremium).toBeCloseTo(0.364643114, 9);
  });

  it('names what it cannot use', () => {
    for (const [value, reason] of [
      [0, 'notPositive'],
      [-1, 'notPositive'],
      [NaN, 'notFinite'],
      [Infinity, 'notFinite'],
    ]) {
      const impliedVol = value as number;
      expect(variancePremium({ impliedVol, forecastVariancePerYear: 1 })).toMatchObject({
        reason,
        field: 'impliedVol',
      });
      const forecast = variancePremium({ impliedVol: 1, forecastVariancePerYear: impliedVol });
      expect(forecast).toMatchObject({ reason, field: 'forecastVariancePerYear' });
    }
  });

  it('is scored against its own past', () => {
    // By hand: 1 to 30 have mean 15.5 and deviation √(30·31/12) = √77.5 = 8.803408431.
    const history = Array.from({ length: 30 }, (_, index) => index + 1);
    const scored = premiumZScore([...history, NaN], 24.303408431);
    expect(scored).toMatchObject({ kind: 'scored', usedCount: 30 });
    expect((scored as { z: number }).z).toBeCloseTo(1, 8);
    expect(premiumZScore(history.slice(1), 1)).toMatchObject({ reason: 'tooFewDays', found: '29' });
    expect(premiumZScore(history, NaN)).toMatchObject({ reason: 'notFinite', field: 'current' });
    expect(
      premiumZScore(
        history.map(() => 2),
        2,
      ),
    ).toMatchObject({ reason: 'notPositive', field: 'history' });
  });
});
