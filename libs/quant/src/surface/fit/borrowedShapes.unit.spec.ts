import { describe, expect, it } from 'vitest';
import { sviTotalVariance } from '../sviTotalVariance.js';
import { borrowedShapes } from './borrowedShapes.js';

const shapes = [0.1, 0.2, 0.3, 0.4].map((b, i) => ({ a: 0.01 * (i + 1), b, rho: -0.3, m: 0.05, sigma: 0.2 }));
const rows = (...strikes: number[]) => strikes.map((count, i) => ({ tauYears: 0.1 * (i + 1), strikes: count }));

describe('borrowedShapes', () => {
  it('lends to a slice of fewer than five strikes, from the next later one that has five', () => {
    const [first, second, third, fourth] = borrowedShapes(rows(4, 3, 5, 9), shapes);
    expect([third, fourth]).toEqual([undefined, undefined]);
    // The third slice's volatility at equal deviations: w(k) = c·w₃(k/√c) with c = τ/τ₃, by hand 1/3 and 2/3.
    for (const [held, c] of [
      [first, 1 / 3],
      [second, 2 / 3],
    ] as const) {
      for (const k of [-0.4, 0, 0.1, 0.5]) {
        expect(sviTotalVariance(held!.svi, k)).toBeCloseTo(c * sviTotalVariance(shapes[2]!, k / Math.sqrt(c)), 14);
      }
    }
  });

  it('from the nearest earlier one when there is none later, and from nobody when there is none', () => {
    const [, , third, fourth] = borrowedShapes(rows(9, 5, 4, 3), shapes);
    expect(sviTotalVariance(third!.svi, 0)).toBeCloseTo(1.5 * sviTotalVariance(shapes[1]!, 0), 14);
    expect(sviTotalVariance(fourth!.svi, 0)).toBeCloseTo(2 * sviTotalVariance(shapes[1]!, 0), 14);
    expect(borrowedShapes(rows(4, 3), shapes)).toEqual([undefined, undefined]);
  });
});
