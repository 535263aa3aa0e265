import { describe, expect, it } from 'vitest';
import { impliedDeviation } from './impliedDeviation.js';

describe('impliedDeviation', () => {
  it.each([
    // Values by mpmath 1.3.0 at 40 digits: N(d1) - e^k·N(d2) with d1 = -k/s + s/2.
    [0, 0.001, 0.00039894226377883828],
    [0, 0.5, 0.19741265136584745],
    [0.05, 0.02, 4.1095733410213208e-5],
    [0.3, 0.05, 9.0803399664008881e-12],
    [1.5, 0.9, 0.035031124738158831],
    [2, 4, 0.88730923328339759],
    [5, 0.9, 2.3416517051166874e-8],
  ])('k = %d, σ√τ = %d', (absK, deviation, value) => {
    expect(impliedDeviation(value, absK) / deviation).toBeCloseTo(1, 11);
    expect(impliedDeviation(value, absK, deviation * 1.3) / deviation).toBeCloseTo(1, 11);
    expect(impliedDeviation(value, absK, deviation / 3) / deviation).toBeCloseTo(1, 11);
  });

  it('far out, where a price of 1e-21 says little', () => {
    expect(impliedDeviation(5.5342712339123365e-21, 0.01) / 0.0012).toBeCloseTo(1, 6);
  });

  it.each([0, 1, -0.1, 1.5, Number.NaN])('is no number for a value of %d', (value) => {
    expect(impliedDeviation(value, 0.1)).toBeNaN();
  });

  it('is no number for a negative or missing moneyness', () => {
    expect(impliedDeviation(0.1, -0.1)).toBeNaN();
    expect(impliedDeviation(0.1, Number.NaN)).toBeNaN();
  });
});
