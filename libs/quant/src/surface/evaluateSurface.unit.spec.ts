import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateSurface, surfaceForward, sviTotalVariance, weightedVarianceTime } from '../index.js';
import type { Surface, SurfaceSlice, SviParameters } from '../index.js';

function slice(tauYears: number, forward: number, svi: SviParameters): SurfaceSlice {
  const estimate = { forward, source: 'future', halfWidth: 0, observations: 1, outliers: 0 } as const;
  return { expiryMs: tauYears * 1e9, tauYears, svi, forward: estimate, fit: undefined, quotesRefused: [] };
}
const near: SviParameters = { a: 0.01, b: 0.05, rho: -0.2, m: 0, sigma: 0.2 };
const far: SviParameters = { a: 0.05, b: 0.1, rho: -0.3, m: 0.05, sigma: 0.3 };
const surface: Surface = { asOfMs: 0, slices: [slice(0.1, 2000, near), slice(0.3, 2080, far)], refusals: [] };

function point(k: number, tauYears: number, varianceTime?: (tauYears: number) => number) {
  const found = evaluateSurface(surface, k, tauYears, varianceTime);
  if (found.kind !== 'point') throw new Error(found.reason);
  return found;
}

describe('evaluateSurface', () => {
  it('is the slice at a slice', () => {
    // By hand: 0.01 + 0.05·0.2 = 0.02, and its root over 0.1.
    expect(point(0, 0.1).region).toBe('atSlice');
    expect(point(0, 0.1).w).toBeCloseTo(0.02, 15);
    expect(point(0, 0.1).vol).toBeCloseTo(Math.sqrt(0.2), 15);
    expect(point(0.1, 0.3).w).toBeCloseTo(0.05 + 0.1 * (-0.3 * 0.05 + Math.sqrt(0.0925)), 15);
  });

  it('is linear in total variance at equal k between slices', () => {
    const half = point(0.1, 0.2);
    expect(half.region).toBe('between');
    expect(half.w).toBeCloseTo((sviTotalVariance(near, 0.1) + sviTotalVariance(far, 0.1)) / 2, 15);
    expect(half.vol).toBeCloseTo(Math.sqrt(half.w / 0.2), 15);
  });

  it('runs at the nearest slice’s average speed outside, and says so', () => {
    expect(point(0.1, 0.05)).toMatchObject({ region: 'beforeFirst' });
    expect(point(0.1, 0.05).vol).toBeCloseTo(point(0.1, 0.1).vol, 14);
    expect(point(0.1, 0.6)).toMatchObject({ region: 'afterLast' });
    expect(point(0.1, 0.6).vol).toBeCloseTo(point(0.1, 0.3).vol, 14);
  });

  it('gives derivatives by k that differences confirm', () => {
    for (const tau of [0.05, 0.1, 0.17, 0.3, 0.6]) {
      const [left, here, right] = [0.0999, 0.1, 0.1001].map((k) => point(k, tau)) as [P, P, P];
      expect(here.slope).toBeCloseTo((right.w - left.w) / 2e-4, 7);
      expect(here.curvature).toBeCloseTo((right.w - 2 * here.w + left.w) / 1e-8, 5);
    }
  });

  it('moves variance to where the variance time says it runs', () => {
    // An event in the tenth of a year after the near slice, at three times the speed: 0.3 of 0.4 years of variance time.
    const event = weightedVarianceTime([{ fromTauYears: 0.1, toTauYears: 0.2, weight: 3 }]);
    const share =
      (point(0.1, 0.2, event).w - sviTotalVariance(near, 0.1)) /
      (sviTotalVariance(far, 0.1) - sviTotalVariance(near, 0.1));
    expect(share).toBeCloseTo(0.75, 12);
    expect(point(0.1, 0.3, event).w).toBe(point(0.1, 0.3).w);
  });

  it('never falls with time at equal k', () => {
    const k = fc.double({ min: -3, max: 3, noNaN: true });
    const tau = fc.double({ min: 0.001, max: 2, noNaN: true });
    fc.assert(
      fc.property(k, tau, tau, (at, one, other) => {
        const [first, second] = [Math.min(one, other), Math.max(one, other)];
        expect(point(at, second).w).toBeGreaterThanOrEqual(point(at, first).w * (1 - 1e-14));
      }),
    );
  });

  it.each([
    ['notFinite', 'k', Number.NaN, 0.1],
    ['notFinite', 'tauYears', 0, Number.POSITIVE_INFINITY],
    ['outOfRange', 'k', 1e308, 0.2],
    ['outOfRange', 'k', -1e308, 0.1],
    ['outOfRange', 'k', 1456, 0.4],
    ['outOfRange', 'tauYears', 0.1, 1e308],
    ['outOfRange', 'tauYears', 0, 100.1],
    ['expired', 'tauYears', 0, 0],
    ['expired', 'tauYears', 0, -0.1],
  ])('has a reason for %s %s', (reason, field, k, tau) => {
    expect(evaluateSurface(surface, k, tau)).toMatchObject({ kind: 'failure', reason, field });
  });

  it('has a point as far out as two doubles are apart, in strike and in time', () => {
    // ln(1.7976931348623157e308 / 5e-324) = 1454.2; the wing's slope is b(1 + ρ) = 0.07, by hand.
    const furthest = point(Math.log(Number.MAX_VALUE) - Math.log(Number.MIN_VALUE), 100);
    expect(furthest.w / (100 / 0.3)).toBeCloseTo(0.05 + 0.07 * (1454.222 - 0.05), 2);
    expect(point(-1455, 1e-300).vol).toBeGreaterThan(0);
  });

  it('has a reason where slices or the variance time make no number', () => {
    const still = weightedVarianceTime([{ fromTauYears: 0.1, toTauYears: 0.3, weight: 0 }]);
    expect(evaluateSurface(surface, 0, 0.2, still)).toMatchObject({
      kind: 'failure',
      reason: 'badVariance',
      field: 'w',
    });
    for (const broken of [
      { ...near, a: -1 },
      { ...near, b: Number.NaN },
    ]) {
      const one = { ...surface, slices: [slice(0.1, 2000, broken)] };
      expect(evaluateSurface(one, 0, 0.2)).toMatchObject({ kind: 'failure', reason: 'badVariance', field: 'w' });
    }
  });

  it('says with g where the density beyond the last slice is negative', () => {
    // g of the far slice, and of twenty times it, whose left wing has a slope of 2.6: mpmath 1.3.0.
    expect(point(-5, 0.3).durrlemanG).toBeCloseTo(0.285907986678987, 13);
    expect(point(0.1, 6).durrlemanG).toBeCloseTo(4.20012531563612, 12);
    expect(point(-5, 6)).toMatchObject({ region: 'afterLast' });
    expect(point(-5, 6).durrlemanG).toBeCloseTo(-0.246908542816349, 13);
  });

  it('has a reason for a surface without slices', () => {
    expect(evaluateSurface({ ...surface, slices: [] }, 0, 0.1)).toMatchObject({ kind: 'failure', reason: 'noSlices' });
  });
});

type P = ReturnType<typeof point>;

describe('surfaceForward', () => {
  it('has a logarithm that is linear between slices, and is flat outside', () => {
    expect(surfaceForward(surface, 0.1)).toBe(2000);
    expect(surfaceForward(surface, 0.2)).toBeCloseTo(Math.sqrt(2000 * 2080), 10);
    expect(surfaceForward(surface, 0.01)).toBe(2000);
    expect(surfaceForward(surface, 9)).toBe(2080);
    expect(surfaceForward({ ...surface, slices: [] }, 0.1)).toBeNaN();
    expect(surfaceForward(surface, Number.NaN)).toBeNaN();
  });
});

describe('weightedVarianceTime', () => {
  it('counts a weekend for less, however much of it has gone by', () => {
    const time = weightedVarianceTime([{ fromTauYears: -0.01, toTauYears: 0.01, weight: 0.5 }]);
    expect(time(0.005)).toBeCloseTo(0.0025, 15);
    expect(time(0.03)).toBeCloseTo(0.025, 15);
  });
});
