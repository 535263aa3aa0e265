import { describe, expect, it } from 'vitest';
import { accountStanding } from './accountStanding.js';
import { afterMoves } from './afterMoves.js';
import { borrower, ether, market, usd, usdc, wbtc, weth } from './comet.sample.js';
import { liquidationPrice, withPrice } from './liquidationPrice.js';
import type { CometAccount, CometAsset, CometMarket, CometStanding } from './market.js';

function standingOf(account: CometAccount, at: CometMarket = market): CometStanding {
  const standing = accountStanding(account, at);
  if (!standing.ok) throw new Error(standing.failure.code);
  return standing.value;
}

describe('the standing of an account', () => {
  it('weighs collateral by the borrow factors and by the liquidate factors', () => {
    // 20,000 · 0.825 = 16,500 and · 0.895 = 17,900, against 17,000.
    expect(standingOf(borrower)).toEqual({
      presentValue: -usdc(17_000),
      debtUsdE8: usd(17_000),
      collateralUsdE8: usd(20_000),
      borrowLiquidityUsdE8: -usd(500),
      liquidationLiquidityUsdE8: usd(900),
      borrowCollateralized: false,
      liquidatable: false,
      unpriced: [],
    });
  });

  it('adds interest through the index, floored', () => {
    // 17,000 at 1.06 are 18,020, above 17,900.
    const later = standingOf(borrower, { ...market, baseBorrowIndexE15: 1_060_000_000_000_000n });
    expect(later).toMatchObject({ presentValue: -usdc(18_020), liquidatable: true });
    expect(
      standingOf({ ...borrower, principal: 3n }, { ...market, baseSupplyIndexE15: 1_500_000_000_000_000n })
        .presentValue,
    ).toBe(4n);
  });

  it('of a supplier asks for no price, and names what has none', () => {
    const unpriced = { ...market, basePriceE8: undefined, assets: [{ ...weth, priceE8: undefined }] };
    const supplier = { ...borrower, principal: usdc(5) };
    expect(standingOf(supplier, unpriced)).toMatchObject({
      borrowCollateralized: true,
      liquidatable: false,
      unpriced: ['the base', 'WETH'],
    });
  });
});

describe('the liquidation price', () => {
  it('is solved on the integers: liquidatable there, and not one unit higher', () => {
    // 17,000 / 8.95 = 1,899.4413407821…
    const price = liquidationPrice(borrower, market, 'WETH');
    const priceE8 = 189_944_134_078n;
    expect(price).toEqual({ ok: true, value: { kind: 'atOrBelow', priceE8, liquidatableNow: false } });
    expect(standingOf(borrower, withPrice(market, 'WETH', priceE8)).liquidatable).toBe(true);
    expect(standingOf(borrower, withPrice(market, 'WETH', priceE8 + 1n)).liquidatable).toBe(false);
  });

  it('of the base is where the debt outgrows the collateral', () => {
    // 17,900 / 17,000 = 1.05294117647…; the debt is floored to 10^-8, so the first price above it.
    const price = liquidationPrice(borrower, market, undefined);
    expect(price).toMatchObject({ ok: true, value: { kind: 'atOrAbove', priceE8: 105_294_118n } });
  });

  it('is missing by name', () => {
    const covered = { ...borrower, collateral: [...borrower.collateral, { asset: 'WBTC', amount: 100_000_000n }] };
    expect(liquidationPrice(covered, market, 'WETH')).toMatchObject({
      failure: { code: 'NoLiquidationPrice', asset: 'WETH', reason: 'neverLiquidated' },
    });
    expect(liquidationPrice(borrower, market, 'WBTC')).toMatchObject({ failure: { code: 'NoPosition' } });
    expect(liquidationPrice({ ...borrower, principal: 5n }, market, undefined)).toMatchObject({
      failure: { code: 'NoPosition', asset: 'the base' },
    });
  });
});

describe('a what-if', () => {
  it('moves base and collateral, rounding a debt up and a supply down', () => {
    const halfAgain = { ...market, baseBorrowIndexE15: 1_500_000_000_000_000n };
    const moves = { baseChange: -2n, collateralChanges: [{ asset: 'WETH', change: ether(1) }] };
    const after = afterMoves({ principal: 0n, collateral: [] }, halfAgain, moves);
    // 2 / 1.5 = 1.33…, owed as 2.
    expect(after).toEqual({ ok: true, value: { principal: -2n, collateral: [{ asset: 'WETH', amount: ether(1) }] } });
    const repaid = afterMoves(borrower, market, { baseChange: usdc(17_001), collateralChanges: [] });
    expect(repaid).toMatchObject({ value: { principal: usdc(1) } });
  });

  it('refuses to take out more than there is, or what the market does not list', () => {
    const take = (asset: string, change: bigint) =>
      afterMoves(borrower, market, { baseChange: 0n, collateralChanges: [{ asset, change }] });
    expect(take('WETH', -ether(11))).toMatchObject({ failure: { code: 'ValueOutOfRange', field: 'amount' } });
    expect(take('DOGE', 1n)).toMatchObject({ failure: { code: 'UnknownAsset' } });
  });
});

describe('bad input is refused by name', () => {
  const failureOf = (account: CometAccount, at: CometMarket = market) => {
    const standing = accountStanding(account, at);
    return standing.ok ? undefined : standing.failure;
  };

  it('a debt and no price, of the collateral or of the base', () => {
    const noWeth = { ...market, assets: [{ ...weth, priceE8: undefined }, wbtc] };
    expect(failureOf(borrower, noWeth)).toEqual({ code: 'MissingPrice', asset: 'WETH', found: undefined });
    expect(failureOf(borrower, { ...market, basePriceE8: 0n })).toEqual({
      code: 'MissingPrice',
      asset: 'the base',
      found: 0n,
    });
  });

  it('an unknown asset, and one that is there twice', () => {
    const unknown = { ...borrower, collateral: [{ asset: 'DOGE', amount: 1n }] };
    expect(failureOf(unknown)).toEqual({ code: 'UnknownAsset', asset: 'DOGE' });
    const twice = { ...borrower, collateral: [borrower.collateral[0]!, borrower.collateral[0]!] };
    expect(failureOf(twice)).toMatchObject({ code: 'DuplicateAsset', list: 'collateral' });
    expect(failureOf(borrower, { ...market, assets: [weth, weth] })).toMatchObject({ list: 'assets' });
  });

  it.each([
    ['lends as much as it is liquidated at', { ...weth, borrowCollateralFactorE18: weth.liquidateCollateralFactorE18 }],
    ['lends and is never liquidated', { ...weth, liquidateCollateralFactorE18: 0n }],
    ['counts for more than it is worth', { ...weth, liquidateCollateralFactorE18: 2n * 10n ** 18n }],
    ['pays the borrower at liquidation', { ...weth, liquidationFactorE18: 10n ** 18n + 1n }],
    ['takes collateral away', { ...weth, borrowCollateralFactorE18: -1n }],
  ] as [string, CometAsset][])('an asset that %s', (_, asset) => {
    const failure = failureOf(borrower, { ...market, assets: [asset] });
    expect(failure).toMatchObject({ code: 'ContradictingParameters', subject: 'WETH' });
  });

  it.each([
    ['storeFrontPriceFactorE18', { ...market, storeFrontPriceFactorE18: 10n ** 18n + 1n }],
    ['baseSupplyIndexE15', { ...market, baseSupplyIndexE15: 0n }],
    ['baseBorrowIndexE15', { ...market, baseBorrowIndexE15: 2n ** 64n }],
    ['baseDecimals', { ...market, baseDecimals: 1.5 }],
    ['decimals', { ...market, assets: [{ ...weth, decimals: 19 }] }],
  ] as [string, CometMarket][])('a market whose %s can not be', (field, at) => {
    expect(failureOf(borrower, at)).toMatchObject({ field });
  });

  it('amounts that no contract could hold', () => {
    expect(failureOf({ ...borrower, principal: -(2n ** 104n) })).toMatchObject({ field: 'principal' });
    expect(failureOf({ ...borrower, collateral: [{ asset: 'WETH', amount: -1n }] })).toMatchObject({ field: 'amount' });
  });
});
