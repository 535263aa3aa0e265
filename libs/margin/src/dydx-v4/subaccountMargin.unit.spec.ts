import { describe, expect, it } from 'vitest';
import { describeMarginFailure } from '../marginFailures.js';
import { btc, parameters, sol, states, sunkLong, tail } from './dydx.sample.js';
import { effectiveInitialMargin } from './effectiveInitialMargin.js';
import type { DydxMarket, DydxParameters } from './parameters.js';
import type { DydxMarketState, DydxSubaccount } from './subaccount.js';
import { subaccountMargin } from './subaccountMargin.js';

describe('the initial margin fraction', () => {
  it.each([
    // Base up to the lower cap; half way, half way from base to one; the whole notional from the upper cap on.
    [0, 0.05],
    [40_000_000, 0.05],
    [70_000_000, 0.525],
    [100_000_000, 1],
    [500_000_000, 1],
  ])('at an open interest of %d is %d', (openInterestUsd, fraction) => {
    expect(effectiveInitialMargin(sol, openInterestUsd)).toBeCloseTo(fraction, 15);
  });

  it('without caps does not depend on open interest, and with equal ones steps', () => {
    expect(effectiveInitialMargin(btc, 1e12)).toBe(0.02);
    const step = { ...tail, openInterestLowerCapUsd: 10_000_000 };
    expect([effectiveInitialMargin(step, 1e7), effectiveInitialMargin(step, 1e7 + 1)]).toEqual([0.2, 1]);
  });
});

describe('the margin of a subaccount', () => {
  it('is what the indexer printed for a recorded one', () => {
    // August 2024, by the indexer: 90.461932 USDC and 0.003 ETH are 99.206819554 of equity, so the oracle stood at
    // (99.206819554 − 90.461932) / 0.003; of that 98.7695751763 was free, at the 5 % that ETH then had.
    const eth: DydxMarket = { ...btc, market: 'ETH-USD', initialMarginFraction: 0.05 };
    const subaccount = { quoteUsd: 90.461932, positions: [{ market: 'ETH-USD', size: 0.003 }] };
    const margin = subaccountMargin(
      subaccount,
      { ...parameters, markets: [eth] },
      { 'ETH-USD': { oraclePriceUsd: 2_914.962518, openInterest: 0 } },
    );
    if (!margin.ok) throw new Error(margin.failure.code);
    expect(margin.value.equityUsd).toBeCloseTo(99.206819554, 10);
    expect(margin.value.freeCollateralUsd).toBeCloseTo(98.7695751763, 10);
  });

  it('scales the initial margin with open interest and leaves maintenance on the base', () => {
    // 700,000 SOL at 100 are 70M: 52.5 % of 10,000. Maintenance stays at 5 % · 60 % = 3 %.
    const margin = subaccountMargin({ quoteUsd: 20_000, positions: [{ market: 'SOL-USD', size: -100 }] }, parameters, {
      'SOL-USD': { oraclePriceUsd: 100, openInterest: 700_000 },
    });
    expect(margin).toMatchObject({
      ok: true,
      value: { equityUsd: 10_000, initialMarginUsd: 5_250, maintenanceMarginUsd: 300, freeCollateralUsd: 4_750 },
    });
  });

  it('is liquidatable once maintenance exceeds equity, and not while they are equal', () => {
    const at = (quoteUsd: number) => {
      const margin = subaccountMargin({ ...sunkLong, quoteUsd }, parameters, states);
      return margin.ok && margin.value.liquidatable;
    };
    expect([at(-49_401), at(-49_400), at(-49_399)]).toEqual([true, false, false]);
  });
});

describe('bad input is refused by name', () => {
  const failureOf = (
    subaccount: DydxSubaccount,
    set: DydxParameters = parameters,
    at: Record<string, DydxMarketState> = states,
  ) => {
    const margin = subaccountMargin(subaccount, set, at);
    return margin.ok ? undefined : margin.failure;
  };
  const position = sunkLong.positions[0]!;

  it('a position without a price, of an unknown market, there twice, or of no size', () => {
    expect(failureOf(sunkLong, parameters, {})).toEqual({ code: 'MissingPrice', asset: 'BTC-USD', found: undefined });
    // The indexer leaves the price of a market empty that has none yet.
    const empty = { 'BTC-USD': { oraclePriceUsd: NaN, openInterest: 0 } };
    expect(failureOf(sunkLong, parameters, empty)).toMatchObject({ code: 'MissingPrice' });
    const unknown = { ...sunkLong, positions: [{ ...position, market: 'NEW-USD' }] };
    expect(failureOf(unknown)).toEqual({ code: 'UnknownAsset', asset: 'NEW-USD' });
    expect(failureOf({ ...sunkLong, positions: [position, position] })).toMatchObject({ code: 'DuplicateAsset' });
    const sizeless = { ...sunkLong, positions: [{ ...position, size: NaN }] };
    expect(failureOf(sizeless)).toMatchObject({ code: 'ValueOutOfRange', field: 'size' });
    expect(failureOf({ ...sunkLong, quoteUsd: Infinity })).toMatchObject({ field: 'quoteUsd' });
  });

  it('open interest below zero', () => {
    const negative = { 'BTC-USD': { oraclePriceUsd: 1, openInterest: -1 } };
    expect(failureOf(sunkLong, parameters, negative)).toMatchObject({ code: 'ValueOutOfRange', field: 'openInterest' });
  });

  it.each([
    ['initialMarginFraction', { ...btc, initialMarginFraction: 0 }],
    ['maintenanceFraction', { ...btc, maintenanceFraction: 1.2 }],
    ['openInterestUpperCapUsd', { ...sol, openInterestUpperCapUsd: 39_000_000 }],
    ['openInterestLowerCapUsd', { ...sol, openInterestLowerCapUsd: -1 }],
  ] as [string, DydxMarket][])('a market whose %s contradicts the rest', (field, market) => {
    expect(failureOf(sunkLong, { ...parameters, markets: [market] })).toMatchObject({
      code: 'ContradictingParameters',
      subject: market.market,
      field,
    });
  });

  it.each([
    ['bankruptcyAdjustment', 0.5],
    ['spreadToMaintenanceRatio', 0],
    ['liquidationFeeShareMax', 1],
    ['positionShareMaxPerBlock', 0],
    ['notionalUsdMaxPerBlock', NaN],
  ] as const)('a parameter set whose %s is %d', (field, found) => {
    const failure = failureOf(sunkLong, { ...parameters, [field]: found });
    expect(failure).toMatchObject({ code: 'ContradictingParameters', field, found });
  });

  it('in a sentence', () => {
    const failure = failureOf(sunkLong, { ...parameters, markets: [{ ...sol, openInterestUpperCapUsd: 1 }] })!;
    expect(describeMarginFailure(failure)).toBe(
      'Expected openInterestUpperCapUsd of SOL-USD to be 40000000 or more, like its lower cap, was 1.',
    );
  });
});
