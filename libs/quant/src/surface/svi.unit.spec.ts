import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  butterflyViolations,
  calendarViolations,
  durrlemanG,
  stretchedGrid,
  sviSmilePoint,
  sviTotalVariance,
} from '../index.js';

/** Axel Vogt's slice, the classic with butterfly arbitrage (Gatheral and Jacquier 2014, example 3.1). */
const vogt = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };

/** A slice that has none: flat enough, ρ as crypto has it. */
const calm = { a: 0.01, b: 0.05, rho: -0.2, m: 0, sigma: 0.2 };

describe('raw SVI', () => {
  it("QuantLib's slice at its centre: w(m) = a + bσ", () => {
    // test-suite/svivolatility.cpp: a -0.0666, b 0.229, σ 0.337, ρ 0.439, m 0.193; -0.0666 + 0.229·0.337 by hand.
    const slice = { a: -0.0666, b: 0.229, sigma: 0.337, rho: 0.439, m: 0.193 };
    expect(sviTotalVariance(slice, 0.193)).toBeCloseTo(0.010573, 15);
  });

  it.each([
    // mpmath 1.3.0 at 40 digits: w, and w', w'', g by its numerical differentiation.
    [-1.5, 0.13678196112229782, -0.08916809772550968, 0.003323565821388382, 0.24783069525837312],
    [0, 0.017426252555159123, -0.046258731022126263, 0.1389648340653372, 1.0386497312817975],
    [0.5, 0.023151565612194818, 0.08362769612690703, 0.2718716658679202, 0.06937921130082887],
    [0.9, 0.07186993504958307, 0.1463362538145433, 0.07226020348758808, -0.0326851307090229],
    [1.3, 0.13429320530311506, 0.16250528339170228, 0.021073544796572127, 0.005285789732356855],
  ])('value, derivatives and g at k = %d', (k, w, slope, curvature, g) => {
    const point = sviSmilePoint(vogt, k);
    expect(sviTotalVariance(vogt, k)).toBeCloseTo(w, 15);
    expect(point.w).toBeCloseTo(w, 15);
    expect(point.slope).toBeCloseTo(slope, 14);
    expect(point.curvature).toBeCloseTo(curvature, 14);
    expect(durrlemanG(k, point)).toBeCloseTo(g, 12);
  });

  it('g is no number where total variance is not positive', () => {
    expect(durrlemanG(0.1, { w: 0, slope: 0.1, curvature: 0.1 })).toBeNaN();
    expect(durrlemanG(0.1, { w: -0.01, slope: 0.1, curvature: 0.1 })).toBeNaN();
  });
});

describe('butterflyViolations', () => {
  it("finds Vogt's between the roots of g and nowhere else", () => {
    // Roots by mpmath: 0.642407877869 and 1.25691299193.
    const grid = Array.from({ length: 3001 }, (_, i) => -1.5 + i * 0.001);
    const ks = butterflyViolations(vogt, grid).map(({ k }) => k);
    expect(ks[0]).toBeCloseTo(0.643, 6);
    expect(ks.at(-1)).toBeCloseTo(1.256, 6);
    expect(ks).toHaveLength(614);
  });

  it("finds a wing above Lee's slope of 2 that no grid point sees", () => {
    const steep = { a: 0.2, b: 1.2, rho: 0.8, m: 0, sigma: 1 };
    expect(butterflyViolations(steep, [0])).toMatchObject([{ k: Number.POSITIVE_INFINITY }]);
    // b(1 + ρ) = 2.16, so g tends to 1/4 - 2.16²/16.
    expect(butterflyViolations(steep, [0])[0]!.g).toBeCloseTo(-0.0416, 4);
  });

  it('finds a slice that falls below zero', () => {
    expect(butterflyViolations({ ...calm, a: -0.05 }, [0])).toMatchObject([{ k: 0, g: Number.NaN }]);
  });

  it('has nothing against a calm slice', () => {
    expect(butterflyViolations(calm, stretchedGrid(0.1, 0.01, 10))).toEqual([]);
  });
});

describe('calendarViolations', () => {
  it('finds where the later slice lies below, and where its wing is flatter', () => {
    const later = { ...calm, a: 0.011, b: 0.045 };
    // By hand: 0.01 + 0.05(√(k² + 0.04) - 0.2k) > 0.011 + 0.045(…) where √(k² + 0.04) - 0.2k > 0.2; at k = 0 they touch.
    const found = calendarViolations(calm, later, [-1, 0.05, 1]);
    expect(found.map(({ k }) => k)).toEqual([-1, 1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(found[0]!.above).toBeCloseTo(-0.001 + 0.005 * (Math.sqrt(1.04) + 0.2), 15);
    expect(found[2]!.above).toBeCloseTo(0.005 * 1.2, 15);
  });

  it('has nothing against twice the variance', () => {
    const later = { ...calm, a: 2 * calm.a, b: 2 * calm.b };
    expect(calendarViolations(calm, later, stretchedGrid(0.1, 0.01, 10))).toEqual([]);
    expect(calendarViolations(calm, calm, stretchedGrid(0.1, 0.01, 10))).toEqual([]);
  });

  it('says so when a slice is no number', () => {
    expect(calendarViolations(calm, { ...calm, a: Number.NaN }, [0])).toHaveLength(1);
  });
});

describe('stretchedGrid', () => {
  it('runs from end to end, in order, through zero, with the step asked for at the money', () => {
    const deviation = fc.double({ min: 0.001, max: 2, noNaN: true });
    const step = fc.double({ min: 0.01, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(deviation, step, (width, apart) => {
        const grid = stretchedGrid(width, apart, 10);
        expect(grid[0]).toBeCloseTo(-10, 9);
        expect(grid.at(-1)).toBeCloseTo(10, 9);
        const middle = (grid.length - 1) / 2;
        expect(grid[middle]).toBe(0);
        expect(grid[middle + 1]).toBeLessThanOrEqual(width * Math.sinh(apart) * (1 + 1e-9));
        for (let i = 1; i < grid.length; i++) expect(grid[i]! > grid[i - 1]!).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
