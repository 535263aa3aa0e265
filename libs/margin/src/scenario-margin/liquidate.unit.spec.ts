import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liquidate } from './liquidate.js';
import { liquidationLoss } from './liquidationLoss.js';
import { liquidationPrices, movedPortfolio, movedSpots } from './liquidationPrices.js';
import { PARADEX_PORTFOLIO_MARGIN } from './parameters.js';
import type { MarginPortfolio, MarginSpots, ScenarioMargin } from './portfolio.js';
import { portfolioMargin } from './portfolioMargin.js';
import { call, perp, portfolio, SPOTS } from './scenario.sample.js';

const BTC = { kind: 'underlying', underlying: 'BTC' } as const;
const withPenalty = { ...PARADEX_PORTFOLIO_MARGIN, liquidationPenaltyShare: 0.01 };

function marginOf(book: MarginPortfolio, spots: MarginSpots = SPOTS): ScenarioMargin {
  const margin = portfolioMargin(book, withPenalty, spots);
  if (!margin.ok) throw new Error(margin.failure.code);
  return margin.value;
}

function pricesOf(book: MarginPortfolio) {
  const prices = liquidationPrices(book, PARADEX_PORTFOLIO_MARGIN, SPOTS, BTC);
  if (!prices.ok) throw new Error(prices.failure.code);
  return prices.value;
}

describe('the liquidation prices', () => {
  it('of a perpetual are where equity meets 8 % of it', () => {
    // p − 80,000 = 0.08 p; 120,000 − p = 0.08 p.
    const long = pricesOf(portfolio(-80_000, perp(1)));
    expect(long.belowUsd).toBeCloseTo(80_000 / 0.92, 7);
    expect(long.aboveUsd).toBeUndefined();
    const short = pricesOf(portfolio(120_000, perp(-1)));
    expect(short.aboveUsd).toBeCloseTo(120_000 / 1.08, 7);
    expect(short.belowUsd).toBeUndefined();
  });

  it('of a short straddle lie on both sides, where its equity meets its maintenance', () => {
    const put = call(-1, 30, { id: 'BTC-30-100000-P', right: 'put' });
    const book = portfolio(30_000, call(-1, 30), put);
    const { belowUsd, aboveUsd } = pricesOf(book);
    expect(belowUsd).toBeLessThan(100_000);
    expect(aboveUsd).toBeGreaterThan(100_000);
    for (const priceUsd of [belowUsd!, aboveUsd!]) {
      const ratio = priceUsd / 100_000;
      const there = marginOf(movedPortfolio(book, BTC, ratio), movedSpots(SPOTS, BTC, ratio));
      expect(there.equityUsd - there.maintenanceMarginUsd).toBeCloseTo(0, 5);
    }
  });

  it('of one leg hold the others: its own mark alone moves', () => {
    // Long 1 and short 1 future, 3,000 of equity. The future's mark alone: 3,000 − (m − 100,000) = half of the larger
    // of 16 % of |m − 100,000| and the minimum of 1,000 (deltas stay hedged): 0.08 · x = 3,000 − x.
    const book = portfolio(3_000, perp(1), perp(-1, { id: 'BTC-FUTURE' }));
    const prices = liquidationPrices(book, PARADEX_PORTFOLIO_MARGIN, SPOTS, { kind: 'leg', id: 'BTC-FUTURE' });
    // 0.08 · 2,777.78 = 222 is below the 500 of the minimum, so 3,000 − x = 500.
    expect(prices.ok && prices.value.aboveUsd).toBeCloseTo(102_500, 6);
  });

  it('of an account that is past one say where it heals', () => {
    // 5,000 of equity against 8,000: p − 95,000 = 0.08 p.
    const past = pricesOf(portfolio(-95_000, perp(1)));
    expect(past).toMatchObject({ liquidatableNow: true, belowUsd: undefined });
    expect(past.aboveUsd).toBeCloseTo(95_000 / 0.92, 7);
  });

  it('are missing by name', () => {
    const covered = liquidationPrices(portfolio(1_000, perp(1)), PARADEX_PORTFOLIO_MARGIN, SPOTS, BTC);
    expect(covered).toMatchObject({ failure: { code: 'NoLiquidationPrice', asset: 'BTC', reason: 'neverLiquidated' } });
    const hopeless = liquidationPrices(portfolio(-1_000, perp(-1)), PARADEX_PORTFOLIO_MARGIN, SPOTS, BTC);
    expect(hopeless).toMatchObject({ failure: { code: 'NoLiquidationPrice', reason: 'alwaysLiquidatable' } });
    const eth = { kind: 'underlying', underlying: 'ETH' } as const;
    expect(liquidationPrices(portfolio(0, perp(1)), PARADEX_PORTFOLIO_MARGIN, SPOTS, eth)).toMatchObject({
      failure: { code: 'NoPosition', asset: 'ETH' },
    });
    const long = portfolio(-80_000, perp(1));
    expect(liquidationLoss(long, withPenalty, SPOTS, BTC, 'above')).toMatchObject({
      failure: { code: 'NoLiquidationPrice', reason: 'neverLiquidated' },
    });
  });
});

describe('a liquidation', () => {
  it('takes the smallest share that meets the maintenance margin again', () => {
    // Equity 7,000 of 8,000; the penalty on all is 1,000: share (8,000 − 7,000) / (8,000 − 1,000) = 1/7.
    const book = portfolio(-93_000, perp(1));
    const result = liquidate(book, withPenalty, SPOTS);
    if (!result.ok) throw new Error(result.failure.code);
    expect(result.value.closedShare).toBeCloseTo(1 / 7, 12);
    expect(result.value.penaltyUsd).toBeCloseTo(1_000 / 7, 9);
    const after = marginOf(result.value.after);
    expect(after.equityUsd).toBeCloseTo(7_000 - 1_000 / 7, 8);
    expect(after.maintenanceMarginUsd).toBeCloseTo(after.equityUsd, 8);
  });

  it('takes all when no share heals, and leaves what is owed as bad debt', () => {
    const result = liquidate(portfolio(-100_500, perp(1)), withPenalty, SPOTS);
    expect(result).toMatchObject({
      value: { closedShare: 1, penaltyUsd: 1_000, badDebtUsd: 1_500, after: { cashUsd: 0, legs: [] } },
    });
  });

  it('is refused while maintenance is met', () => {
    expect(liquidate(portfolio(-80_000, perp(1)), withPenalty, SPOTS)).toMatchObject({
      failure: { code: 'NotLiquidatable', equityUsd: 20_000 },
    });
  });

  it('takes from the account the penalty, less the bad debt', () => {
    const size = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.double({ min: -0.5, max: 0.99, noNaN: true }), (perpSize, callSize, ratio) => {
        fc.pre(Math.abs(perpSize) + Math.abs(callSize) > 0.01);
        const legs = [perp(perpSize), call(callSize, 30)];
        const { equityUsd, maintenanceMarginUsd } = marginOf(portfolio(0, ...legs));
        const book = portfolio(ratio * maintenanceMarginUsd - equityUsd, ...legs);
        const result = liquidate(book, withPenalty, SPOTS);
        if (!result.ok) throw new Error(result.failure.code);
        const { penaltyUsd, badDebtUsd, after, closedShare } = result.value;
        const lostUsd = marginOf(book).equityUsd - marginOf(after).equityUsd;
        expect(lostUsd).toBeCloseTo(penaltyUsd - badDebtUsd, 6);
        expect(closedShare > 0 && closedShare <= 1 && badDebtUsd >= 0).toBe(true);
        const left = marginOf(after);
        expect(left.equityUsd - left.maintenanceMarginUsd).toBeGreaterThan(-1e-6);
      }),
      { numRuns: 100 },
    );
  });

  it('at its price costs the penalty on everything, at most', () => {
    const loss = liquidationLoss(portfolio(-80_000, perp(1)), withPenalty, SPOTS, BTC, 'below');
    expect(loss.ok && loss.value.priceUsd).toBeCloseTo(80_000 / 0.92, 7);
    expect(loss.ok && loss.value.lossUsd).toBeCloseTo(0.01 * (80_000 / 0.92), 7);
  });
});
