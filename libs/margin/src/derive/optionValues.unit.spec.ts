import { describe, expect, it } from 'vitest';
import { describeDeriveFailure } from './failures.js';
import type { DeriveExpiry } from './deriveMarket.js';
import { markVol } from './markVol.js';
import { optionValues } from './optionValues.js';

/** The venue's own test (derivexyz/lyra-utils, Black76.t.sol): 30 d, vol 0.25, forward 1,000, strike 1,200. */
const state = {
  forwardUsd: 1000,
  strikeUsd: 1200,
  tauYears: 30 / 365,
  vol: 0.25,
  ratePer1: 0.01,
  right: 'call' as const,
};

describe('option values', () => {
  it("are Black-76's, in any order and number", () => {
    const states = [state, { ...state, right: 'put' as const }];
    for (const rows of [states, Array.from({ length: 20 }, () => states).flat()]) {
      const values = optionValues(rows);
      if (!values.ok) throw new Error(values.failure.code);
      expect(values.value[0]).toBeCloseTo(0.1370821284265793, 10);
      expect(values.value[1]).toBeCloseTo(199.97276610316672, 10);
    }
  });

  it('are intrinsic where no time or no volatility is left', () => {
    const put = { ...state, right: 'put' as const };
    const values = optionValues([
      { ...put, tauYears: 0 },
      { ...put, vol: 0 },
      { ...state, vol: 0 },
    ]);
    if (!values.ok) throw new Error(values.failure.code);
    expect(values.value[0]).toBe(200);
    // Discounted: 200 · 0.9991784198737006, the discount of the venue's test.
    expect(values.value[1]).toBeCloseTo(199.8356839747401, 10);
    expect(values.value[2]).toBe(0);
  });

  it('of inputs that have none are a failure, in words', () => {
    const values = optionValues([state, { ...state, forwardUsd: -1 }]);
    if (values.ok) throw new Error('expected a failure');
    expect(describeDeriveFailure(values.failure)).toMatch(
      /^Expected inputs that Black-76 can value for the call at 1200, was forwardNotPositive/,
    );
  });
});

describe('a mark volatility', () => {
  const svi = { a: 0.01, b: 0.01, rho: 0, m: 0, sigma: 0.1, forwardUsd: 1000, refTauYears: 0.1 };
  const expiry: DeriveExpiry = {
    expiryS: 1,
    secondsToExpiry: 1,
    forwardUsd: 1000,
    forwardConfidence: 1,
    ratePer1: 0,
    rateConfidence: 1,
    volConfidence: 1,
  };

  it("is the strike's own before the slice's, and undefined without either", () => {
    const both = { ...expiry, svi, markVols: [{ strikeUsd: 900, vol: 0.7 }] };
    expect(markVol(both, 900)).toBe(0.7);
    // At the money w = a + bσ = 0.011.
    expect(markVol(both, 1000)).toBeCloseTo(Math.sqrt(0.11), 12);
    expect(markVol(expiry, 900)).toBeUndefined();
  });
});
