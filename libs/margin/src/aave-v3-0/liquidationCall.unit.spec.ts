import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiquidatableAccount } from '../aave/account.js';
import { DAI, ethLoan, USDC, WETH } from './ethLoan.sample.js';
import type { Liquidation, LiquidationRequest } from '../aave/liquidation.js';
import { liquidationCall } from './liquidationCall.js';
import { RAY } from '../aave/limits.js';
import { balanceFromScaled } from './scaledAmounts.js';
import { userAccountData } from './userAccountData.js';

const request: LiquidationRequest = { debtAsset: USDC, collateralAsset: WETH, debtToCover: 'max' };
const FEED_LOW = 155_799_600_000n;

const liquidated = (account: LiquidatableAccount, changes: Partial<LiquidationRequest> = {}): Liquidation => {
  const result = liquidationCall(account, { ...request, ...changes });
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
};
const refusal = (account: LiquidatableAccount, changes: Partial<LiquidationRequest> = {}): unknown => {
  const result = liquidationCall(account, { ...request, ...changes });
  return result.ok ? undefined : result.failure;
};
const healthOf = (account: LiquidatableAccount): bigint => {
  const data = userAccountData(account);
  if (!data.ok) throw new Error(data.failure.code);
  return data.value.healthFactorWad;
};

describe('a liquidation by the rules of Aave v3.0', () => {
  it('covers half the debt while health is above 0.95', () => {
    // By hand: 650,000 / 1,557.996 = 417.2026... WETH, · 1.05 = 438.0627...; 10 % of the bonus is the protocol's.
    const result = liquidated(ethLoan(FEED_LOW));
    expect(result).toEqual({
      closeFactorBps: 5_000n,
      actualDebtToLiquidate: 650_000_000_000n,
      actualCollateralToLiquidator: 435_976_729_080_177_356_039n,
      protocolFee: 2_086_013_057_799_891_656n,
      newPositions: [
        {
          asset: WETH,
          scaledSupply: 561_937_257_862_022_752_305n,
          scaledVariableDebt: 0n,
          usedAsCollateral: true,
        },
        { asset: USDC, scaledSupply: 0n, scaledVariableDebt: 650_000_000_000n, usedAsCollateral: false },
      ],
    });
  });

  it('covers what is offered when that is less', () => {
    const result = liquidated(ethLoan(FEED_LOW), { debtToCover: 1_557_996_000n });
    // 1,557.996 dollars buy one WETH at the feed's price: 1.05 with the bonus, of which 0.005 is the fee.
    expect(result.actualDebtToLiquidate).toBe(1_557_996_000n);
    expect(result.actualCollateralToLiquidator).toBe(1_045_000_000_000_000_000n);
    expect(result.protocolFee).toBe(5_000_000_000_000_000n);
  });

  it('takes all the collateral and shrinks the debt when the bonus would want more', () => {
    // At 1,200: health 0.7615, so all 1.3 million may be covered, worth 1,137.5 WETH with the bonus; 1,000 are there,
    // and pay for 1,200,000 / 1.05 = 1,142,857.142857 dollars of debt.
    const result = liquidated(ethLoan(120_000_000_000n));
    expect(result.closeFactorBps).toBe(10_000n);
    expect(result.actualDebtToLiquidate).toBe(1_142_857_142_857n);
    expect(result.actualCollateralToLiquidator).toBe(995_238_095_238_095_238_095n);
    expect(result.protocolFee).toBe(4_761_904_761_904_761_905n);
    expect(result.newPositions[0]).toMatchObject({ scaledSupply: 0n, usedAsCollateral: false });
    expect(result.newPositions[1]?.scaledVariableDebt).toBe(157_142_857_143n);
  });

  it('covers everything at exactly 0.95 and half of it one price step above', () => {
    // 1,000 WETH · P · 0.825 / 1.3 million = 0.95 at P = 1,496.969696..., between two steps of 10^-8 dollars.
    expect(liquidated(ethLoan(149_696_969_696n)).closeFactorBps).toBe(10_000n);
    expect(liquidated(ethLoan(149_696_969_697n)).closeFactorBps).toBe(5_000n);
  });

  it('is refused as the contract refuses it', () => {
    expect(refusal(ethLoan(160_000_000_000n))).toEqual({
      code: 'HealthFactorNotBelowThreshold',
      healthFactorWad: 1_015_384_615_384_615_385n,
    });
    expect(refusal(ethLoan(FEED_LOW), { collateralAsset: DAI })).toEqual({
      code: 'CollateralCannotBeLiquidated',
      asset: DAI,
    });
    expect(refusal(ethLoan(FEED_LOW), { debtAsset: DAI })).toEqual({ code: 'DebtNotBorrowed', asset: DAI });
    expect(refusal(ethLoan(FEED_LOW), { debtToCover: 0n })).toEqual({
      code: 'AmountBurnsNothing',
      asset: USDC,
      amount: 0n,
    });
    expect(refusal(ethLoan(FEED_LOW), { debtAsset: 'WBTC' })).toEqual({
      code: 'UnknownReserve',
      asset: 'WBTC',
    });
    expect(refusal(ethLoan(undefined))).toMatchObject({ code: 'MissingPrice', asset: WETH });
  });

  it('takes the category bonus in e-mode', () => {
    const loan = ethLoan(130_000_000_000n);
    const reserves = loan.reserves.map((reserve) => ({ ...reserve, eModeCategory: 1 }));
    const eMode = {
      category: 1,
      ltvBps: 9_000n,
      liquidationThresholdBps: 9_300n,
      liquidationBonusBps: 10_100n,
    };
    // 1,300 dollars buy one WETH, 1.01 with the category's bonus; the fee is a tenth of 0.01.
    const result = liquidated({ ...loan, reserves, eMode }, { debtToCover: 1_300_000_000n });
    expect(result.actualCollateralToLiquidator + result.protocolFee).toBe(1_010_000_000_000_000_000n);
    expect(result.protocolFee).toBe(1_000_000_000_000_000n);
  });

  const indices = fc.bigInt({ min: RAY, max: 2n * RAY });
  const prices = fc.bigInt({ min: 100_000_000_000n, max: 157_000_000_000n });
  const amounts = fc.bigInt({ min: 10n ** 6n, max: 1_300_000n * 10n ** 6n });

  it('moves what it says it moves, to within the units that scaling rounds away', () => {
    fc.assert(
      fc.property(
        indices,
        indices,
        prices,
        amounts,
        (liquidityIndexRay, variableBorrowIndexRay, price, debtToCover) => {
          const loan = ethLoan(price);
          const reserves = loan.reserves.map((reserve) => ({
            ...reserve,
            liquidityIndexRay,
            variableBorrowIndexRay,
          }));
          const account = { ...loan, reserves };
          if (healthOf(account) >= 10n ** 18n) return;
          const result = liquidated(account, { debtToCover });
          const supplyLeft = result.newPositions[0]?.scaledSupply ?? -1n;
          const supplyGone =
            balanceFromScaled(1_000n * 10n ** 18n, liquidityIndexRay) -
            balanceFromScaled(supplyLeft, liquidityIndexRay);
          const missing = supplyGone - result.actualCollateralToLiquidator - result.protocolFee;
          expect(supplyLeft >= 0n && missing >= -4n && missing <= 4n).toBe(true);
          expect(result.actualDebtToLiquidate <= debtToCover).toBe(true);
        },
      ),
    );
  });

  it('raises health when threshold · bonus is below it, and lowers it when above', () => {
    fc.assert(
      fc.property(prices, amounts, (price, debtToCover) => {
        const account = ethLoan(price);
        const before = Number(healthOf(account)) / 1e18;
        const critical = 0.825 * 1.05;
        if (before >= 1 || Math.abs(before - critical) < 1e-3) return;
        const result = liquidated(account, { debtToCover });
        if (result.newPositions[0]?.scaledSupply === 0n) return;
        const after = Number(healthOf({ ...account, positions: result.newPositions })) / 1e18;
        expect(Math.sign(after - before)).toBe(Math.sign(before - critical));
      }),
    );
  });
});
