import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absorb, type Absorption } from './absorb.js';
import { borrower, ether, market, usd, usdc } from './comet.sample.js';
import { liquidationLoss } from './liquidationLoss.js';
import { withPrice } from './liquidationPrice.js';
import type { CometAccount, CometMarket } from './market.js';
import { quoteCollateral } from './quoteCollateral.js';

function absorbed(account: CometAccount, at: CometMarket): Absorption {
  const result = absorb(account, at);
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}

describe('an absorption', () => {
  it('turns what is credited beyond the debt into a supply of the base', () => {
    // 10 WETH at 1,800 are 18,000; 95 % of that is 17,100; 17,000 were owed.
    expect(absorbed(borrower, withPrice(market, 'WETH', usd(1_800)))).toEqual({
      seized: [{ asset: 'WETH', amount: ether(10) }],
      seizedUsdE8: usd(18_000),
      creditUsdE8: usd(17_100),
      penaltyUsdE8: usd(900),
      paidByReserves: usdc(17_100),
      badDebt: 0n,
      after: { principal: usdc(100), collateral: [] },
    });
  });

  it('writes off against the reserves what no collateral stands for', () => {
    // 15,000 · 95 % = 14,250 of 17,000.
    expect(absorbed(borrower, withPrice(market, 'WETH', usd(1_500)))).toMatchObject({
      paidByReserves: usdc(17_000),
      badDebt: usdc(2_750),
      after: { principal: 0n, collateral: [] },
    });
  });

  it('is refused while the account is not liquidatable', () => {
    expect(absorb(borrower, market)).toMatchObject({
      ok: false,
      failure: { code: 'NotLiquidatable', equityUsd: 17_900, maintenanceUsd: 17_000 },
    });
  });

  it('conserves: seized = credit + penalty, paid by reserves = credit in base + bad debt, and the borrower pays the rest', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 21n });
    fc.assert(
      fc.property(
        fc.tuple(amount, fc.bigInt({ min: 1n, max: 10n ** 11n })),
        fc.tuple(fc.bigInt({ min: 1n, max: usd(10_000) }), fc.bigInt({ min: 1n, max: usd(200_000) })),
        fc.bigInt({ min: 10n ** 15n, max: 3n * 10n ** 15n }),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        ([wethAmount, wbtcAmount], [wethPrice, wbtcPrice], index, share) => {
          const at = {
            ...withPrice(withPrice(market, 'WETH', wethPrice), 'WBTC', wbtcPrice),
            baseBorrowIndexE15: index,
            baseSupplyIndexE15: index,
          };
          const collateral = [
            { asset: 'WETH', amount: wethAmount },
            { asset: 'WBTC', amount: wbtcAmount },
          ];
          const valueE8 = (wethAmount * wethPrice) / 10n ** 18n + (wbtcAmount * wbtcPrice) / 10n ** 8n;
          // A debt above the value, by more the smaller the share: always liquidatable.
          const debt = (valueE8 / 100n + 1n) * BigInt(Math.ceil(1 / share)) + 1n;
          const account = { principal: -((debt * 10n ** 15n) / index + 1n), collateral };
          const result = absorbed(account, at);
          expect(result.seizedUsdE8).toBe(valueE8);
          expect(result.creditUsdE8 + result.penaltyUsdE8).toBe(result.seizedUsdE8);
          expect(result.paidByReserves).toBe(result.creditUsdE8 / 100n + result.badDebt);
          const owed = (-account.principal * index) / 10n ** 15n;
          const supplied = (result.after.principal * index) / 10n ** 15n;
          // What the reserves paid is the debt that is gone and the supply that is new, to the unit that rounding keeps.
          expect(result.paidByReserves - owed - supplied).toBeGreaterThanOrEqual(0n);
          expect(result.paidByReserves - owed - supplied).toBeLessThanOrEqual(3n);
          expect(result.badDebt >= 0n && (result.badDebt === 0n || supplied === 0n)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('costs the penalty on all collateral at the liquidation price', () => {
    // At 1,899.44134078 per WETH 5 % of 18,994.4134078: 949.72067039.
    const loss = liquidationLoss(borrower, market, 'WETH');
    expect(loss.ok && loss.value.lossUsdE8).toBe(94_972_067_039n);
  });

  it('costs the borrower less than the penalty where the reserves write a part of it off', () => {
    // Liquidated at 89.5 % and credited at 80 %: at 18,994.4134078 of value a penalty of 3,798.88268156, of which the debt
    // of 17,000 less the credit, 15,195.530726 when cut to six decimals of base, is the reserves': 1,804.469274.
    const harsh = { ...market, assets: [{ ...market.assets[0]!, liquidationFactorE18: 8n * 10n ** 17n }] };
    const loss = liquidationLoss(borrower, harsh, 'WETH');
    expect(loss.ok && loss.value.absorption.badDebt).toBe(1_804_469_274n);
    expect(loss.ok && loss.value.lossUsdE8).toBe(379_888_268_156n - 180_446_927_400n);
  });
});

describe('a quote of seized collateral', () => {
  it('gives half of the penalty away as a discount', () => {
    // 0.5 · (1 − 0.95) = 2.5 % off 1,800 is 1,755 for one WETH.
    const at = withPrice(market, 'WETH', usd(1_800));
    expect(quoteCollateral(at, 'WETH', usdc(1_755))).toEqual({ ok: true, value: ether(1) });
    // 0.5 · (1 − 0.9) = 5 % off 60,000.
    expect(quoteCollateral(at, 'WBTC', usdc(57_000))).toEqual({ ok: true, value: 100_000_000n });
  });

  it('fails by name', () => {
    expect(quoteCollateral(market, 'DOGE', 1n)).toMatchObject({ failure: { code: 'UnknownAsset' } });
    expect(quoteCollateral(market, 'WETH', -1n)).toMatchObject({ failure: { field: 'baseAmount' } });
    const unpriced = { ...market, assets: [{ ...market.assets[0]!, priceE8: undefined }] };
    expect(quoteCollateral(unpriced, 'WETH', 1n)).toMatchObject({ failure: { code: 'MissingPrice', asset: 'WETH' } });
    expect(quoteCollateral({ ...market, basePriceE8: undefined }, 'WETH', 1n)).toMatchObject({
      failure: { code: 'MissingPrice', asset: 'the base' },
    });
  });
});
