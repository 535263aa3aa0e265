import { describe, expect, it } from 'vitest';
import { impliedDeviation } from './impliedDeviation.js';

describe('impliedDeviation', () => {
  it.each([
    // Values by mpmath 1.3.0 at 40 digits: N(d1) - e^k·N(d2) with d1 = -k/s + s/2.
    [0, 0.001, 0.0003989422637788383],
    [0, 0.5, 0.19741265136584746],
    [0.05, 0.02, 4.109573341021321e-5],
    [0.3, 0.05, 9.080339966400888e-12],
    [1.5, 0.9, 0.03503112473815883],
    [2, 4, 0.8873092332833976],
    [5, 0.9, 2.341651705116687e-8],
  ])('k = %d, σ√τ = %d', (absK, deviation, value) => {
    expect(impliedDeviation(value, absK) / deviation).toBeCloseTo(1, 11);
    expect(impliedDeviation(value, absK, deviation * 1.3) / deviation).toBeCloseTo(1, 11);
    expect(impliedDeviation(value, absK, deviation / 3) / deviation).toBeCloseTo(1, 11);
  });

  it('far out, where a price of 1e-21 says little', () => {
    expect(impliedDeviation(5.534271233912336e-21, 0.01) / 0.0012).toBeCloseTo(1, 6);
  });

  it.each([0, 1, -0.1, 1.5, Number.NaN])('is no number for a value of %d', (value) => {
    expect(impliedDeviation(value, 0.1)).toBeNaN();
  });

  it('is no number for a negative or missing moneyness', () => {
    expect(impliedDeviation(0.1, -0.1)).toBeNaN();
    expect(impliedDeviation(0.1, Number.NaN)).toBeNaN();
  });
});
