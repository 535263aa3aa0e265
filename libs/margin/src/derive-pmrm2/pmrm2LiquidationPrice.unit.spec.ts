import { describe, expect, it } from 'vitest';
import { movedExpiry } from '../derive/movedExpiry.js';
import { case12Expiry, case12Market, case12Parameters, case12Portfolio, nothing } from './pmrm2.sample.js';
import { type Pmrm2Leg, pmrm2LiquidationPrice } from './pmrm2LiquidationPrice.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';

const answer = (portfolio: Pmrm2Portfolio, leg: Pmrm2Leg, market: Pmrm2Market = case12Market) => {
  const result = pmrm2LiquidationPrice(case12Parameters, market, portfolio, leg);
  return result.ok ? result.value : result.failure;
};
const market: Pmrm2Market = { ...case12Market, spotUsd: 3000, stableUsd: 1, perp: { priceUsd: 3000, confidence: 1 } };
const perpOf = (amount: number) => ({ amount, unrealisedPnlUsd: 0, unsettledFundingUsd: 0 });

describe('liquidation prices of the portfolio manager', () => {
  it('of a perp: by hand, both ways round', () => {
    // Long: cash + (P - 3,000) - 0.8·0.18·P - 0.015·3,000 = 0, with spot held.
    const long = answer({ ...nothing, cashUsd: 1000, perp: perpOf(1) }, { kind: 'perp' }, market);
    expect(long).toMatchObject({ nowUsd: 3000, above: undefined });
    expect(long).toHaveProperty('below.priceUsd', expect.closeTo((3000 - 1000 + 45) / (1 - 0.144), 9));
    // Short: cash - (P - 3,000) - 0.8·0.18·P - 45 = 0.
    const short = answer({ ...nothing, cashUsd: 1000, perp: perpOf(-1) }, { kind: 'perp' }, market);
    expect(short).toHaveProperty('above.priceUsd', expect.closeTo((3000 + 1000 - 45) / 1.144, 9));
    expect(short).toMatchObject({ below: undefined });
  });

  it('of the underlying: spot, perp and what hangs on them together', () => {
    // As above, but the contingency follows spot: cash + (P - 3,000) - 0.144·P - 0.015·P = 0.
    const long = answer({ ...nothing, cashUsd: 1000, perp: perpOf(1) }, { kind: 'underlying' }, market);
    expect(long).toHaveProperty('below.priceUsd', expect.closeTo(2000 / (1 - 0.159), 9));
  });

  it('of a collateral that backs a debt', () => {
    // -500 + 1,000·P·(1 - 0.02) = 0.
    const usdt = answer(
      { ...nothing, cashUsd: -500, collaterals: [{ asset: 'USDT', amount: 1000 }] },
      { kind: 'collateral', asset: 'USDT' },
      market,
    );
    expect(usdt).toHaveProperty('below.priceUsd', expect.closeTo(500 / 980, 12));
    expect(usdt).toHaveProperty('below.maintenanceMarginUsd', expect.closeTo(0, 9));
    expect(usdt).toHaveProperty('below.markToMarketUsd', expect.closeTo(500 / 0.98 - 500, 9));
  });

  it('of a short call: its price rises with its volatility until the margin is gone', () => {
    const portfolio = { ...case12Portfolio, cashUsd: 20_000 };
    const call = answer(portfolio, { kind: 'option', index: 0 });
    expect(call).toMatchObject({ below: undefined });
    // Case 12 publishes the value now; at the price found the margin is spent.
    expect(call).toHaveProperty('nowUsd', expect.closeTo(1186.4185694587657, 8));
    expect(call).toHaveProperty('above.maintenanceMarginUsd', expect.closeTo(0, 7));
    const { above } = call as { above: { priceUsd: number; markToMarketUsd: number } };
    expect(above.priceUsd).toBeCloseTo(20_000 - above.markToMarketUsd, 6);
    expect(above.priceUsd).toBeGreaterThan(1187);
  });

  it('on both sides where a portfolio loses either way', () => {
    const options = (['call', 'put'] as const).map((right) => ({ ...case12Portfolio.options[0]!, right }));
    const straddle = answer({ ...nothing, cashUsd: 40_000, options }, { kind: 'underlying' });
    const { below, above, nowUsd } = straddle as {
      below: { priceUsd: number; maintenanceMarginUsd: number };
      above: { priceUsd: number; maintenanceMarginUsd: number };
      nowUsd: number;
    };
    expect(below.priceUsd < nowUsd && nowUsd < above.priceUsd).toBe(true);
    expect(below.maintenanceMarginUsd).toBeCloseTo(0, 6);
    expect(above.maintenanceMarginUsd).toBeCloseTo(0, 6);
  });

  it('what is fixed of a settlement stays where it is', () => {
    // Half an average of 1,000 is known at 900 s: spot up by a half moves the other half only.
    const expiry = { ...case12Expiry, secondsToExpiry: 900, forwardUsd: 1000 };
    expect(movedExpiry(expiry, 1.5)).toMatchObject({ forwardUsd: 1250, forwardFixedUsd: 500 });
    expect(movedExpiry({ ...expiry, secondsToExpiry: 1800 }, 1.5)).toMatchObject({ forwardUsd: 1500 });
    const settled = { ...expiry, secondsToExpiry: 0, settlementPriceUsd: 990 };
    expect(movedExpiry(settled, 1.5)).toBe(settled);
  });

  it.each([
    [{ ...nothing, cashUsd: 1 }, { kind: 'underlying' }, 'NoLiquidationPrice'],
    [{ ...case12Portfolio, cashUsd: 0 }, { kind: 'underlying' }, 'AlreadyLiquidatable'],
    [nothing, { kind: 'perp' }, 'UnknownLeg'],
    [nothing, { kind: 'option', index: 0 }, 'UnknownLeg'],
    [nothing, { kind: 'collateral', asset: 'USDT' }, 'UnknownLeg'],
    [{ ...nothing, cashUsd: Number.NaN }, { kind: 'perp' }, 'ValueOutOfRange'],
  ] as const)('none, by name: %#', (portfolio, leg, code) => {
    expect(answer(portfolio, leg)).toMatchObject({ code });
  });

  it('none of an option that is settled', () => {
    const expiries = [{ ...case12Expiry, secondsToExpiry: 0, settlementPriceUsd: 90_000 }];
    const portfolio = { ...case12Portfolio, cashUsd: 1000 };
    expect(answer(portfolio, { kind: 'option', index: 0 }, { ...case12Market, expiries })).toMatchObject({
      code: 'NoLiquidationPrice',
    });
  });
});
