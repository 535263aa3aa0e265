import { describe, expect, it } from 'vitest';
import { afterTrades } from './afterTrades.js';
import { PARADEX_PORTFOLIO_MARGIN } from './parameters.js';
import type { MarginPortfolio, ScenarioMargin, UnderlyingMargin } from './portfolio.js';
import { portfolioMargin } from './portfolioMargin.js';
import { call, perp, portfolio, SPOTS } from './scenario.sample.js';
import { shockedVol } from './shockedVol.js';

function marginOf(book: MarginPortfolio): ScenarioMargin {
  const margin = portfolioMargin(book, PARADEX_PORTFOLIO_MARGIN, SPOTS);
  if (!margin.ok) throw new Error(margin.failure.code);
  return margin.value;
}

function btcOf(book: MarginPortfolio): UnderlyingMargin {
  return marginOf(book).underlyings.find(({ underlying }) => underlying === 'BTC')!;
}

describe("Paradex's published table", () => {
  it('has 24 scenarios, of which the tails weigh what their documentation says', () => {
    const { scenarios } = PARADEX_PORTFOLIO_MARGIN;
    expect(scenarios).toHaveLength(24);
    expect(scenarios.filter(({ weight }) => weight < 1).map(({ spotShock, weight }) => [spotShock, weight])).toEqual([
      [-0.66, 0.24],
      [-0.33, 0.48],
      [0.5, 0.32],
      [1, 0.16],
      [2, 0.08],
      [3, 0.0533],
      [4, 0.04],
      [5, 0.032],
    ]);
  });

  it.each([
    // mpmath: 0.5 · (1 + shock · (30 / days)^power), the power 0.3 below 30 days and 0.13 from there on.
    [7, 0.4, 0.809483115442163],
    [7, -0.22, 0.329784286506811],
    [30, 0.4, 0.7],
    [90, 0.4, 0.673382089515651],
    [90, -0.22, 0.404639850766392],
    // Half a day counts as one: 0.5 · (1 + 0.4 · 30^0.3).
    [0.5, 0.4, 0.5 + 0.2 * 30 ** 0.3],
  ])('moves the volatility of %d days by %d to %d', (days, shock, vol) => {
    expect(shockedVol(0.5, shock, days, PARADEX_PORTFOLIO_MARGIN)).toBeCloseTo(vol, 13);
  });
});

describe('the margin of a portfolio', () => {
  it('of a perpetual is 16 % of it, and half of that', () => {
    // Long: −16 %; the tails weigh less, 66 % · 0.24 = 15.84 %. Short: +16 %, which +50 % · 0.32 equals.
    for (const [size, cash] of [
      [1, -95_000],
      [-1, 105_000],
    ] as const) {
      const margin = marginOf(portfolio(cash, perp(size)));
      expect(margin.equityUsd).toBe(5_000);
      expect(margin.initialMarginUsd).toBeCloseTo(16_000, 8);
      expect(margin.maintenanceMarginUsd).toBeCloseTo(8_000, 8);
      expect(margin.liquidatable).toBe(true);
    }
    expect(btcOf(portfolio(0, perp(1))).worstScenario).toBe(15);
  });

  it('of a hedge without scan risk is its minimum: 1 % of what is hedged, 2 % of what is not', () => {
    const hedge = perp(-1, { id: 'BTC-FUTURE' });
    expect(btcOf(portfolio(0, perp(1), hedge))).toMatchObject({
      scanRiskUsd: 0,
      hedgedDelta: 1,
      requirementUsd: 1_000,
    });
    // 1.1 against 1: 0.1 · 16 % = 1,600 of scan, 0.1 · 2 % + 1 % = 1,200 of minimum.
    const leaning = btcOf(portfolio(0, perp(1.1), hedge));
    expect(leaning.minimumDeltaUsd).toBeCloseTo(1_200, 8);
    expect(leaning.requirementUsd).toBeCloseTo(1_600, 8);
  });

  it.each([
    // mpmath, Black-76 at the shocked volatility: (value at 600,000 − value now) · 0.032, the worst of the 24.
    [7, 15_911.62165115891, 2_761.823401283909],
    [30, 15_817.1594397088, 5_713.767509099935],
    [90, 15_683.85194966385, 9_879.6271680209],
  ])('of a short call of %d days is what six times the spot would cost, weighted', (days, scanUsd, premiumUsd) => {
    const margin = marginOf(portfolio(0, call(-1, days)));
    expect(margin.underlyings[0]!.scanRiskUsd).toBeCloseTo(scanUsd, 7);
    expect(margin.underlyings[0]!.worstScenario).toBe(23);
    expect(margin.equityUsd).toBeCloseTo(-premiumUsd, 7);
  });

  it('of a short call of a week is halved by half a perpetual, as the venue says of its hedges', () => {
    // The same scenario gains half of 500,000, weighted: 8,000. mpmath: delta 0.5138091170064195.
    const hedged = btcOf(portfolio(0, call(-1, 7), perp(0.5)));
    expect(hedged.scanRiskUsd).toBeCloseTo(7_911.62165115891, 7);
    expect(hedged.netDelta).toBeCloseTo(0.5 - 0.5138091170064195, 12);
    expect(hedged.minimumDeltaUsd).toBeCloseTo(0.02 * 1_380.91170064195 + 0.01 * 50_000, 8);
  });

  it('adds underlyings up without offset, and provisions to both requirements', () => {
    const eth = perp(-25, { id: 'ETH-PERP', underlying: 'ETH', markUsd: 4_000 });
    const margin = marginOf({ ...portfolio(0, perp(1), eth), fundingProvisionUsd: 30, feeProvisionUsd: 20 });
    expect(margin.initialMarginUsd).toBeCloseTo(32_050, 8);
    expect(margin.maintenanceMarginUsd).toBeCloseTo(16_050, 8);
  });

  it('after a trade that might be done is that of the book with it', () => {
    const book = portfolio(50_000, perp(1));
    const after = afterTrades(book, [{ leg: perp(-0.5), priceUsd: 101_000, feeUsd: 10 }]);
    if (!after.ok) throw new Error(after.failure.code);
    // Half sold 1,000 above the mark: +500 − 10; the requirement halves.
    expect(marginOf(after.value).equityUsd).toBeCloseTo(150_000 + 500 - 10, 8);
    expect(marginOf(after.value).initialMarginUsd).toBeCloseTo(8_000, 8);
    expect(afterTrades(book, [{ leg: perp(1), priceUsd: NaN, feeUsd: 0 }])).toMatchObject({
      failure: { code: 'ValueOutOfRange', field: 'priceUsd' },
    });
  });
});
