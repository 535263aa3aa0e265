import type { Event } from '@gimbal/contracts';
import { describe, expect, it } from 'vitest';
import {
  DEBT,
  DEBT_SHARE,
  debtPool,
  GMX_PERP,
  gmxPerp,
  rate,
  SETH,
  SUPPLY,
  wethReserve,
  WSTETH,
} from '../../newKinds.sample.js';
import { ethPool, markOf, PricingScenario, type SeenMark, usdc, vol, wentStale } from '../../pricing.scenario.js';
import { MARK_COLUMNS } from '../frame/marksFrame.js';

/** 10^12/1.0001^202555, by mpmath with 30 digits, to the 16 of a double; so are the quotients below. */
const SPOT_USD = 1598.041064475932;
const WBETH = 'wrapped:ethereum:WETH9:ETH';

function marked(id: string, ...events: Event[]): SeenMark {
  const scenario = new PricingScenario().list(id).given(ethPool(202_555, '21:00:00'), vol('0.45'), ...events);
  return markOf(scenario, scenario.step('21:00:00'), id);
}

function closeTo(found: number, expected: number): void {
  expect(Math.abs(found / expected - 1)).toBeLessThan(1e-12);
}

describe('a staked asset', () => {
  const full = { rate: '1.1423', marketPriceUsd: '1822.1', yieldPer1: '0.035' };

  it('is its own price; what it tracks is what it redeems for, and its yield is carry', () => {
    const mark = marked(WSTETH, rate(WSTETH, '21:00:00', full));
    expect(mark.priceUsd).toBe(1822.1);
    closeTo(mark.trackedUsd, 1825.442307950857);
    closeTo(mark.delta, 1.1402084968308039);
    closeTo(mark.carryUsdPerDay, 0.1747219178082192);
    expect(mark).toMatchObject({ source: `oracle:rate:${WSTETH}`, failure: undefined });
  });

  it('is what it redeems for where no feed has a price, without a basis', () => {
    const mark = marked(WSTETH, rate(WSTETH, '21:00:00', { rate: '1.1423' }));
    closeTo(mark.priceUsd, 1825.442307950857);
    expect(mark.priceUsd).toBe(mark.trackedUsd);
    closeTo(mark.delta, 1.1423);
  });

  it('takes rate and price from two feeds, and has no value from a price alone', () => {
    const price = rate(WSTETH, '20:30:00', { feed: 'chainlink:wstETH', marketPriceUsd: '1822.1' });
    const mark = marked(WSTETH, price, rate(WSTETH, '21:00:00', { rate: '1.1423' }));
    expect(mark.priceUsd).toBe(1822.1);
    closeTo(mark.trackedUsd, 1825.442307950857);
    expect(mark).toMatchObject({ source: 'oracle:chainlink:wstETH', ageMs: 1_800_000 });
    expect(marked(WSTETH, price).failure).toMatchObject({
      code: 'missing_input',
      reason: `Expected a redemption rate of ${WSTETH}, its feeds say a price alone.`,
      valueKept: false,
    });
  });

  it('is held to its other prices', () => {
    const [a, b, c] = ['1822', '1823', '2400'].map((marketPriceUsd, i) =>
      rate(WSTETH, '21:00:00', { feed: `feed:${i}`, marketPriceUsd, rate: '1.1423' }),
    );
    const mark = marked(WSTETH, c!, b!, a!);
    expect([1822, 1823]).toContain(mark.priceUsd);
    expect(mark.agreeing).toBe(2);
  });

  it.each([
    [{ rate: '0' }, 'Expected a conversion rate above 0 and up to 1000000000000, was 0.'],
    [{ rate: '-1.1' }, 'Expected a conversion rate above 0 and up to 1000000000000, was -1.1.'],
    [{ rate: '1.1', marketPriceUsd: '0' }, 'Expected a market price above 0, was 0.'],
    [{}, 'Expected a conversion rate or a market price, was nothing.'],
    [{ rate: '1.1', yieldPer1: '35' }, 'Expected a yield between -10 and 10, was 35.'],
  ])('with %o has no value, or keeps the one before', (shown, reason) => {
    const mark = marked(WSTETH, rate(WSTETH, '21:00:00', shown));
    expect(MARK_COLUMNS.every((name) => Number.isNaN(mark[name]))).toBe(true);
    expect(mark.failure?.reason).toContain(reason);
    const kept = marked(WSTETH, rate(WSTETH, '20:59:00', full), rate(WSTETH, '21:00:00', shown));
    expect(kept.priceUsd).toBe(1822.1);
    expect(kept.failure).toMatchObject({ code: 'out_of_range', valueKept: true });
  });

  it('goes stale with its feed', () => {
    const mark = marked(WSTETH, rate(WSTETH, '20:00:00', full), wentStale(`rate:${WSTETH}`, 600));
    expect(mark.failure).toMatchObject({ code: 'stale', valueKept: true });
    expect(mark.confidence).toBe(0);
  });
});

describe('a wrapped asset', () => {
  it('redeems one to one unless a feed says otherwise', () => {
    const mark = marked(WBETH, rate(WBETH, '21:00:00', { marketPriceUsd: '1597' }));
    closeTo(mark.trackedUsd, SPOT_USD);
    expect(mark.priceUsd).toBe(1597);
  });
});

describe('a synthetic', () => {
  it('moves with its reference at the peg that stands', () => {
    const mark = marked(SETH, rate(SETH, '21:00:00', { marketPriceUsd: '1590' }));
    expect(mark.priceUsd).toBe(1590);
    closeTo(mark.delta, 0.9949681740634314);
    closeTo(mark.trackedUsd, SPOT_USD);
  });
});

describe('a share of a debt pool', () => {
  it('is owed: its part of the debt, and of what the pool is short of', () => {
    const mark = marked(DEBT_SHARE, debtPool('21:00:00'));
    // 5,000,000/2,000,000 USD and 1,200/2,000,000 ETH.
    closeTo(mark.priceUsd, -2.5);
    closeTo(mark.delta, -0.0006);
    expect(mark).toMatchObject({ source: 'oracle:synthetix:main', failure: undefined });
  });

  it.each([
    [{ totalShares: '0' }, 'Expected at least one debt share, was 0.'],
    [{ totalDebtUsd: '-1' }, 'Expected a debt of at least 0, was -1.'],
    [{ composition: [{ asset: 'ETH', units: 'many' }] }, 'Expected units of each asset as a decimal, was many.'],
  ])('with %o has no value', (shown, reason) => {
    expect(marked(DEBT_SHARE, debtPool('21:00:00', shown)).failure?.reason).toContain(reason);
  });
});

describe('a lending balance', () => {
  it('grows with the interest since its index was stored: linear for a supply, compounded for a debt', () => {
    const supply = marked(SUPPLY, wethReserve('20:00:00'));
    const units = 1.02 * (1 + (0.05 * 3600) / 31_536_000);
    closeTo(supply.priceUsd, units * SPOT_USD);
    closeTo(supply.delta, units);
    closeTo(supply.carryUsdPerDay, ((1.02 * 0.05) / 365) * SPOT_USD);
    const debt = marked(DEBT, wethReserve('20:00:00'));
    // e^(0.08/8760) differs from the contract's three terms by the fourth, 3e-22.
    const owed = 1.03 * Math.exp((0.08 * 3600) / 31_536_000);
    expect(Math.abs(debt.priceUsd / (-owed * SPOT_USD) - 1)).toBeLessThan(1e-11);
    expect(debt.delta).toBeLessThan(0);
    expect(supply.source).toBe('pool:uniswap-v3:polygon:usdc-weth-005');
  });

  it('of a dollar coin has its delta in dollars, at the price of the coin', () => {
    const id = 'lending:aave-v3:polygon:USDC:supply';
    const reserve = wethReserve('21:00:00', { feed: 'aave-v3:polygon:USDC', asset: 'USDC' });
    const mark = marked(id, usdc('98000000'), reserve);
    closeTo(mark.priceUsd, 1.02 * 0.98);
    closeTo(mark.delta, 1.02 * 0.98);
  });

  it('with an index below one ray has no value', () => {
    const mark = marked(SUPPLY, wethReserve('21:00:00', { liquidityIndexRay: '0' }));
    expect(mark.failure?.code).toBe('missing_input');
  });
});

describe('a perpetual that trades against a pool', () => {
  it('charges either side for what it borrows, beside the funding that one pays the other', () => {
    const mark = marked(GMX_PERP, gmxPerp('21:00:00'));
    // A long pays 0.001 % + 0.002 % an hour of 1,600 USD; a short receives 0.001 % and pays 0.0015 %.
    closeTo(mark.carryUsdPerDay, -0.00003 * 24 * 1600);
    closeTo(-mark.carryUsdPerDay + mark.shortChargeUsdPerDay, (0.00001 - 0.000015) * 24 * 1600);
  });

  it('with a borrow rate below 0 has no value', () => {
    const mark = marked(GMX_PERP, gmxPerp('21:00:00', { shortBorrowRate: '-0.1' }));
    expect(mark.failure?.reason).toContain('Expected a borrow rate from 0 to 1, was -0.1.');
  });
});
