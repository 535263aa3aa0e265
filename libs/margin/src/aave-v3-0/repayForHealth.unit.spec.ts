import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AaveAccount } from '../aave/account.js';
import { DAI, ethLoan, USDC, WETH } from './ethLoan.sample.js';
import { liquidationPrice } from './liquidationPrice.js';
import { RAY } from '../aave/limits.js';
import { repayForHealth } from './repayForHealth.js';
import { scaledForBorrow } from './scaledAmounts.js';
import { userAccountData } from './userAccountData.js';

const healthOf = (account: AaveAccount): bigint => {
  const data = userAccountData(account);
  if (!data.ok) throw new Error(data.failure.code);
  return data.value.healthFactorWad;
};
const withUsdcDebt = (account: AaveAccount, scaledVariableDebt: bigint): AaveAccount => ({
  ...account,
  positions: account.positions.map((position) =>
    position.asset === USDC ? { ...position, scaledVariableDebt } : position,
  ),
});
const withWethPrice = (account: AaveAccount, priceBase: bigint): AaveAccount => ({
  ...account,
  reserves: account.reserves.map((reserve) => (reserve.asset === WETH ? { ...reserve, priceBase } : reserve)),
});

describe('the repayment that restores health', () => {
  it('is the hand calculation', () => {
    // 1,311,750 covered / 1.05 = 1,249,285.714285 dollars may be owed, of 1,300,000.
    expect(repayForHealth(ethLoan(159_000_000_000n), USDC, 1_050_000_000_000_000_000n)).toEqual({
      ok: true,
      value: 50_714_285_715n,
    });
    expect(repayForHealth(ethLoan(200_000_000_000n), USDC, 10n ** 18n)).toEqual({ ok: true, value: 0n });
  });

  it('says when that debt is not there, or not enough', () => {
    const loan = ethLoan(159_000_000_000n);
    expect(repayForHealth(loan, DAI, 2n * 10n ** 18n)).toEqual({
      ok: false,
      failure: { code: 'DebtNotBorrowed', asset: DAI },
    });
    const daiDebt = { asset: DAI, scaledSupply: 0n, scaledVariableDebt: 10n ** 18n, usedAsCollateral: false };
    // With all USDC repaid, one dollar of DAI is left against 1,311,750 covered.
    expect(repayForHealth({ ...loan, positions: [...loan.positions, daiDebt] }, USDC, 2n * 10n ** 24n)).toEqual({
      ok: false,
      failure: {
        code: 'TargetOutOfReach',
        healthAfterFullRepayWad: 1_311_750n * 10n ** 18n,
        targetHealthWad: 2n * 10n ** 24n,
      },
    });
  });

  it('is enough, and one unit less is not', () => {
    const indices = fc.bigInt({ min: RAY, max: 3n * RAY });
    const prices = fc.bigInt({ min: 10n ** 10n, max: 3n * 10n ** 11n });
    const targets = fc.bigInt({ min: 10n ** 17n, max: 10n ** 19n });
    fc.assert(
      fc.property(indices, prices, targets, (variableBorrowIndexRay, price, target) => {
        const loan = ethLoan(price);
        const reserves = loan.reserves.map((reserve) => ({ ...reserve, variableBorrowIndexRay }));
        const account = { ...loan, reserves };
        const repay = repayForHealth(account, USDC, target);
        if (!repay.ok) throw new Error(repay.failure.code);
        const owed = 1_300_000n * 10n ** 6n;
        const after = (amount: bigint): bigint =>
          healthOf(withUsdcDebt(account, owed - scaledForBorrow(amount, variableBorrowIndexRay)));
        expect(after(repay.value) >= target).toBe(true);
        if (repay.value > 0n) expect(after(repay.value - 1n) < target).toBe(true);
      }),
    );
  });
});

describe('the liquidation price', () => {
  it('is the hand calculation, below for what is held and above for what is owed', () => {
    // 1.3 million / (1,000 · 0.825) = 1,575.757575757...; and 1 USDC may cost 1,311,750 / 1,300,000 = 1.0090384615...
    const loan = ethLoan(159_000_000_000n);
    expect(liquidationPrice(loan, WETH)).toEqual({
      ok: true,
      value: { kind: 'atOrBelow', priceBase: 157_575_757_575n },
    });
    expect(liquidationPrice(loan, USDC)).toEqual({
      ok: true,
      value: { kind: 'atOrAbove', priceBase: 100_903_847n },
    });
  });

  it('needs no present price of the asset it solves for', () => {
    expect(liquidationPrice(ethLoan(undefined), WETH)).toMatchObject({
      value: { priceBase: 157_575_757_575n },
    });
    expect(liquidationPrice(ethLoan(undefined), USDC)).toMatchObject({
      failure: { code: 'MissingPrice', asset: WETH },
    });
  });

  it('says never, always, and that a category sets the price', () => {
    expect(liquidationPrice(ethLoan(159_000_000_000n), DAI)).toEqual({ ok: true, value: { kind: 'never' } });
    expect(liquidationPrice(ethLoan(150_000_000_000n), DAI)).toEqual({ ok: true, value: { kind: 'always' } });
    expect(liquidationPrice(withUsdcDebt(ethLoan(1n), 0n), WETH)).toEqual({
      ok: true,
      value: { kind: 'never' },
    });
    const loan = ethLoan(159_000_000_000n);
    const reserves = loan.reserves.map((reserve) => ({ ...reserve, eModeCategory: 1 }));
    const eMode = { category: 1, ltvBps: 9_000n, liquidationThresholdBps: 9_300n, priceBase: 1n };
    expect(liquidationPrice({ ...loan, reserves, eMode }, WETH)).toEqual({
      ok: false,
      failure: { code: 'PricedByEMode', asset: WETH },
    });
  });

  it('is where the contract changes its mind, with other collateral and other debt beside it', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 24n });
    fc.assert(
      fc.property(amounts, amounts, amounts, (daiSupply, daiDebt, wethDebt) => {
        const loan = ethLoan(159_000_000_000n);
        const positions = [
          ...loan.positions.map((position) =>
            position.asset === WETH ? { ...position, scaledVariableDebt: wethDebt / 1_000n } : position,
          ),
          { asset: DAI, scaledSupply: daiSupply, scaledVariableDebt: daiDebt, usedAsCollateral: true },
        ];
        const account = { ...loan, positions };
        const found = liquidationPrice(account, WETH);
        if (!found.ok) throw new Error(found.failure.code);
        if (found.value.kind === 'never' || found.value.kind === 'always') return;
        const { kind, priceBase } = found.value;
        const beyond = kind === 'atOrBelow' ? priceBase + 1n : priceBase - 1n;
        expect(healthOf(withWethPrice(account, priceBase)) < 10n ** 18n).toBe(true);
        expect(healthOf(withWethPrice(account, beyond)) >= 10n ** 18n).toBe(true);
      }),
    );
  });
});
