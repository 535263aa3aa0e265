import { describe, expect, it } from 'vitest';
import { ethPool, markOf, PricingScenario, vol } from '../../pricing.scenario.js';
import { MARK_COLUMNS } from '../frame/marksFrame.js';

const EVERLASTING = 'everlasting:deri:ETH-USD:1600:C:168';
const POWER = 'power:paper:ETH-USD:2:420';

// mpmath at 30 digits with S = 10^12/1.0001^202555 and σ 0.45: (K/u)(S/K)^((1+u)/2), and S²·e^(σ²·17.5/365).
const EVERLASTING_USD = 34.2564039853409;
const POWER_USD = 2578649.965968;

describe('instruments of a model', () => {
  it('are valued from spot and the volatility alone', () => {
    const scenario = new PricingScenario().list(EVERLASTING, POWER).given(ethPool(202_555, '21:46:00'), vol('0.45'));
    const drafts = scenario.step('21:46:00');
    const everlasting = markOf(scenario, drafts, EVERLASTING);
    expect(everlasting.priceUsd).toBeCloseTo(EVERLASTING_USD, 8);
    expect(everlasting.carryUsdPerDay).toBeCloseTo(-EVERLASTING_USD / 7, 8);
    const power = markOf(scenario, drafts, POWER);
    expect(power.priceUsd / POWER_USD).toBeCloseTo(1, 12);
    expect(power.carryUsdPerDay / ((-POWER_USD * 0.2025) / 365)).toBeCloseTo(1, 12);
    expect([power.thetaUsdPerDay, power.charmPerDay]).toEqual([0, 0]);
  });
});

describe('instruments that no feed speaks of', () => {
  it.each([
    ['staked:ethereum:wstETH:ETH', 'the market price and the redemption rate'],
    ['wrapped:ethereum:WETH9:ETH', 'the market price or the redemption rate'],
    ['lending:aave-v3:polygon:WETH:debt', 'the index and the rate'],
    ['synth:synthetix:sETH:ETH', 'the market price or the rate'],
    ['debtshare:synthetix:main:ETH', "the pool's debt and what it is short of"],
  ])('%s has no mark, and says which feed is missing', (id, feed) => {
    const scenario = new PricingScenario().list(id).given(ethPool(202_555, '21:46:00'), vol('0.45'));
    const mark = markOf(scenario, scenario.step('21:46:00'), id);
    expect(MARK_COLUMNS.every((name) => Number.isNaN(mark[name]))).toBe(true);
    expect(mark.failure).toMatchObject({
      code: 'missing_input',
      reason: `Expected a feed of ${feed} of ${id}, none is known.`,
      valueKept: false,
    });
  });

  it.each([
    [`univ2:polygon:0x${'ab'.repeat(20)}`, 'Expected a pool that is priced (polygon:0x45dd'],
    [`univ4:polygon:0x${'ab'.repeat(32)}:1:2`, 'Expected a pool that is priced (polygon:0x45dd'],
    ['staked:ethereum:wstSOL:SOL', 'Expected an underlying that is priced (ETH), was SOL.'],
    ['everlasting:deri:SOL-USD:20:C:168', 'Expected an underlying that is priced (ETH), was SOL.'],
  ])('%s is not listed', (id, reason) => {
    expect(() => new PricingScenario().list(id)).toThrow(reason);
  });
});
