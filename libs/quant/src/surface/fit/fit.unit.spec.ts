import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durrlemanG } from '../durrlemanG.js';
import type { SviParameters } from '../surfaceTypes.js';
import { sviSmilePoint, sviTotalVariance } from '../sviTotalVariance.js';
import { findArbitrage } from './findArbitrage.js';
import { keepConsistent } from './keepConsistent.js';
import { liftCrossings } from './liftCrossings.js';
import { addRow, allocateNormalEquations, solveDamped } from './normalEquations.js';
import { durrlemanAt, openSlice, varianceAt, writeDurrlemanRow, writeVarianceRow } from './smileRow.js';
import { safeSlice } from './safeSlice.js';
import { valleys } from './valleys.js';
import { readWings, WINGS_LENGTH, writeWings } from './wings.js';

const calm: SviParameters = { a: 0.01, b: 0.05, rho: -0.2, m: 0.02, sigma: 0.2 };

const slices = fc.record({
  a: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
  b: fc.double({ min: 0.01, max: 0.8, noNaN: true }),
  rho: fc.double({ min: -0.95, max: 0.95, noNaN: true }),
  m: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  sigma: fc.double({ min: 0.01, max: 1, noNaN: true }),
});
const anyK = fc.double({ min: -2, max: 2, noNaN: true });

describe('wings', () => {
  it('are the slice in other coordinates, there and back', () => {
    fc.assert(
      fc.property(slices, anyK, (svi, k) => {
        const wings = new Float64Array(2 * WINGS_LENGTH);
        writeWings(wings, WINGS_LENGTH, svi);
        const back = readWings(wings, WINGS_LENGTH);
        for (const name of ['a', 'b', 'rho', 'm', 'sigma'] as const) expect(back[name]).toBeCloseTo(svi[name], 11);
        expect(varianceAt(openSlice(wings, WINGS_LENGTH), k)).toBeCloseTo(sviTotalVariance(svi, k), 12);
        expect(durrlemanAt(openSlice(wings, WINGS_LENGTH), k)).toBeCloseTo(durrlemanG(k, sviSmilePoint(svi, k)), 6);
      }),
    );
  });

  it('have the derivatives that differences confirm', () => {
    fc.assert(
      fc.property(slices, anyK, (svi, k) => {
        const wings = new Float64Array(WINGS_LENGTH);
        writeWings(wings, 0, svi);
        const ofW = new Float64Array(WINGS_LENGTH);
        const ofG = new Float64Array(WINGS_LENGTH);
        writeVarianceRow(openSlice(wings, 0), k, ofW, 0);
        writeDurrlemanRow(openSlice(wings, 0), k, ofG);
        for (let j = 0; j < WINGS_LENGTH; j++) {
          const at = (step: number, f: typeof varianceAt) => {
            const shifted = wings.slice();
            shifted[j] = shifted[j]! + step;
            return f(openSlice(shifted, 0), k);
          };
          const difference = (f: typeof varianceAt) => (at(1e-5, f) - at(-1e-5, f)) / 2e-5;
          expect(Math.abs(ofW[j]! - difference(varianceAt))).toBeLessThan(1e-7 * (1 + Math.abs(ofW[j]!)));
          expect(Math.abs(ofG[j]! - difference(durrlemanAt))).toBeLessThan(
            1e-4 * (1 + Math.abs(ofG[j]!)) * (1 + svi.b / svi.sigma),
          );
        }
      }),
    );
  });
});

describe('solveDamped', () => {
  it('solves what rows over one and two slices make', () => {
    // Residuals r = J·p - J·truth at p = 0, so that the step is `truth` whatever J is, when it has full rank.
    const equations = allocateNormalEquations(3);
    const truth = Float64Array.from({ length: 15 }, (_, i) => Math.sin(i + 1));
    const rows = 80;
    for (let r = 0; r < rows; r++) {
      const pair = r % 2 === 0;
      const offset = (r % (pair ? 2 : 3)) * WINGS_LENGTH;
      const width = pair ? 2 * WINGS_LENGTH : WINGS_LENGTH;
      const row = Float64Array.from({ length: width }, (_, i) => Math.cos((r + 1) * (i + 2) * 1.7));
      const residual = -row.reduce((sum, value, i) => sum + value * truth[offset + i]!, 0);
      addRow(equations, offset, row, width, residual, 1 + (r % 3));
    }
    const step = new Float64Array(15);
    expect(solveDamped(equations, 0, step)).toBe(true);
    step.forEach((value, i) => expect(value).toBeCloseTo(truth[i]!, 9));
    // Damped, it is shorter.
    const damped = new Float64Array(15);
    expect(solveDamped(equations, 10, damped)).toBe(true);
    expect(Math.hypot(...damped)).toBeLessThan(Math.hypot(...step));
  });

  it('says so when there is nothing to solve', () => {
    const equations = allocateNormalEquations(1);
    equations.band[0] = Number.NaN;
    expect(solveDamped(equations, 1, new Float64Array(5))).toBe(false);
  });
});

describe('valleys', () => {
  const grid = Float64Array.from({ length: 21 }, (_, i) => -1 + i / 10);

  it('finds a dip below zero that lies between two points', () => {
    // (k - 0.05)² - 0.002 is 0.0005 at both neighbours and below zero between them.
    const found = valleys((k) => (k - 0.05) ** 2 - 0.002, grid, 0, 0.1);
    expect(found).toHaveLength(1);
    expect(found[0]).toBeCloseTo(0.05, 4);
  });

  it('finds the ends and what is no number', () => {
    expect(valleys((k) => k, grid, 0, 0.1)).toEqual([-1]);
    expect(valleys((k) => -k, grid, 0, 0.1)).toEqual([1]);
    expect(valleys(() => Number.NaN, grid, 0, 0.1).length).toBeGreaterThan(0);
  });

  it('finds nothing in what stays above', () => {
    expect(valleys((k) => (k - 0.05) ** 2 + 0.002, grid, 0, 0.1)).toEqual([]);
  });
});

describe('findArbitrage', () => {
  it("finds Vogt's by the lowest point of g", () => {
    // g is least, -0.0328, near k = 0.87 (mpmath: -0.0327 at 0.9).
    const vogt = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };
    const found = findArbitrage([vogt]);
    expect(found).toMatchObject({ none: false, butterfly: [true], calendar: [] });
    expect(found.butterflyK[0]).toHaveLength(1);
    expect(found.butterflyK[0]![0]).toBeGreaterThan(0.8);
    expect(found.butterflyK[0]![0]).toBeLessThan(0.95);
  });

  it('finds a crossing that is narrower than its grid', () => {
    // Both lie at 0.0201 + 0.05·√…; the later one is a millionth lower in a kink a thousandth wide at 0.3.
    const flat = { a: 0.02, b: 1e-3, rho: 0, m: 0.3, sigma: 0.01 };
    const kinked = { a: 0.02 + 1e-3 * 0.009 - 1e-6, b: 1e-3, rho: 0, m: 0.3, sigma: 1e-3 };
    expect(findArbitrage([flat, kinked]).calendar).toEqual([true]);
    expect(findArbitrage([flat, { ...kinked, a: kinked.a + 2e-6 }]).calendar).toEqual([false]);
  });

  it('finds a flatter wing that crosses beyond every grid', () => {
    const later = { ...calm, a: calm.a + 1, b: calm.b - 1e-5 };
    expect(findArbitrage([calm, later])).toMatchObject({ none: false, calendar: [true], calendarK: [[]] });
  });
});

describe('safeSlice', () => {
  it('has no butterfly arbitrage whatever the quotes are', () => {
    const quote = fc.record({
      k: fc.double({ min: -2, max: 2, noNaN: true }),
      w: fc.double({ min: 1e-5, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(quote, { minLength: 3, maxLength: 12 }), (quotes) => {
        const svi = safeSlice({
          length: quotes.length,
          k: Float64Array.from(quotes, ({ k }) => k),
          w: Float64Array.from(quotes, ({ w }) => w),
          scale: Float64Array.from(quotes, ({ w }) => w / 10),
        });
        expect(findArbitrage([svi]).none).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is near quotes that such a slice made', () => {
    // θ = 0.04, ρ = -0.4, φ = 2 in the natural form: a = 0.0168, b = 0.04, m = 0.2, σ = √0.84/2, by hand.
    const made = { a: 0.0168, b: 0.04, rho: -0.4, m: 0.2, sigma: Math.sqrt(0.84) / 2 };
    const k = Float64Array.from({ length: 9 }, (_, i) => -0.4 + i / 10);
    const w = k.map((at) => sviTotalVariance(made, at));
    const found = safeSlice({ length: 9, k, w, scale: w.map((value) => value / 100) });
    // The grid's nearest φ is 1.69 instead of 2: a seventh of the smile.
    for (const at of k)
      expect(Math.abs(sviTotalVariance(found, at) / sviTotalVariance(made, at) - 1)).toBeLessThan(0.15);
  });
});

describe('liftCrossings', () => {
  it('lifts a slice by the little it lies too low, and its wings', () => {
    const later = { ...calm, a: calm.a - 1e-6, b: calm.b - 1e-8 };
    const [first, second] = liftCrossings([calm, later]);
    expect(first).toBe(calm);
    expect(findArbitrage([first!, second!]).none).toBe(true);
    expect(sviTotalVariance(second!, 0) - sviTotalVariance(calm, 0)).toBeLessThan(1e-7);
  });

  it('leaves a slice that would have to be lifted far', () => {
    const later = { ...calm, a: calm.a / 2 };
    expect(liftCrossings([calm, later])[1]).toBe(later);
  });
});

describe('keepConsistent', () => {
  const targets = (lengths: readonly number[]) => {
    const none = new Float64Array(0);
    return lengths.map((length) => ({ length, k: none, w: none, scale: none }));
  };

  it('keeps what has no arbitrage', () => {
    const { kept, refused } = keepConsistent([calm, { ...calm, a: 0.02 }], targets([5, 5]));
    expect(kept.map(({ index }) => index)).toEqual([0, 1]);
    expect(refused).toEqual([]);
  });

  it('refuses what is no number, then butterflies, then of a crossing the one with fewer quotes', () => {
    const steep = { ...calm, b: 3 };
    const broken = { ...calm, m: Number.NaN };
    const low = { ...calm, a: 0.001 };
    const { kept, refused } = keepConsistent([broken, steep, calm, low], targets([9, 9, 5, 9]));
    expect(refused.map(({ index, reason }) => [index, reason])).toEqual([
      [0, 'fitFailed'],
      [1, 'butterfly'],
      [2, 'calendar'],
    ]);
    expect(kept).toEqual([{ index: 3, svi: low }]);
  });
});
