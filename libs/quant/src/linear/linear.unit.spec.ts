import { describe, expect, it } from 'vitest';
import { inverseContractGreeks, linearFutureGreeks, perpGreeks, spotGreeks } from '../index.js';

describe('linear instruments', () => {
  it('a coin is its price and one delta', () => {
    expect(spotGreeks(1700)).toEqual({ valueUsd: 1700, deltaUnits: 1, gammaUnitsPerUsd: 0 });
  });

  it('a perpetual is worth its profit and has the delta of a coin', () => {
    expect(perpGreeks({ markUsd: 1650, entryUsd: 1700 })).toEqual({
      valueUsd: -50,
      deltaUnits: 1,
      gammaUnitsPerUsd: 0,
    });
  });

  it('a future rolls down its basis and gains with the rate', () => {
    // By hand: ln(1717/1700)/0.25 = 4·ln(1.01) = 0.0398013234126726; theta = -1717·that/365; rho = 0.25·1717.
    const greeks = linearFutureGreeks({ forwardUsd: 1717, spotUsd: 1700, entryUsd: 1700, tauYears: 0.25 });
    expect(greeks.valueUsd).toBe(17);
    expect(greeks.basisRatePer1).toBeCloseTo(0.0398013234126726, 14);
    expect(greeks.thetaPerDay).toBeCloseTo(-0.187229787122, 11);
    expect(greeks.rhoPer1).toBe(429.25);
  });

  it('a future at its expiry has no basis left', () => {
    const greeks = linearFutureGreeks({ forwardUsd: 1701, spotUsd: 1700, entryUsd: 1700, tauYears: 0 });
    expect([greeks.basisRatePer1, greeks.rhoPer1]).toEqual([0, 0]);
  });
});

describe('inverse contracts', () => {
  it('has the delta that Deribit documents, contract size over price', () => {
    // By hand: 10 USD at 2,000 is 0.005 coin; bought at 1,600 it has earned 10/1600 - 10/2000 = 0.00125 coin.
    const greeks = inverseContractGreeks({ contractSizeUsd: 10, markUsd: 2000, entryUsd: 1600 });
    expect(greeks.deltaUnits).toBe(0.005);
    expect(greeks.profitCoin).toBeCloseTo(0.00125, 16);
    expect(greeks.valueUsd).toBeCloseTo(2.5, 12);
    expect(greeks.gammaUnitsPerUsd).toBe(-10 / 4_000_000);
  });

  it('is, with its profit kept in coin, a straight line: size/entry coins and no gamma', () => {
    for (const markUsd of [800, 1600, 3200]) {
      const greeks = inverseContractGreeks({ contractSizeUsd: 10, markUsd, entryUsd: 1600 });
      expect(greeks.deltaUnits + greeks.equityDeltaUnits).toBeCloseTo(10 / 1600, 14);
      expect(greeks.gammaUnitsPerUsd + greeks.equityGammaUnitsPerUsd).toBe(0);
    }
  });
});
