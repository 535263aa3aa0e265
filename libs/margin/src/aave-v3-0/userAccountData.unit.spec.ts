import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AaveAccount, AaveReserve } from '../aave/account.js';
import { DAI, dai, ethLoan, USDC, usdc, WETH, weth } from './ethLoan.sample.js';
import { type AaveAccountFailure, describeAaveFailure } from '../aave/failures.js';
import { MAX_UINT256, RAY } from '../aave/limits.js';
import { userAccountData } from './userAccountData.js';

const dataOf = (account: AaveAccount) => {
  const result = userAccountData(account);
  if (!result.ok) throw new Error(describeAaveFailure(result.failure));
  return result.value;
};
const failureOf = (account: AaveAccount): AaveAccountFailure | undefined => {
  const result = userAccountData(account);
  return result.ok ? undefined : result.failure;
};

/** Collateral and debt of given base amounts, through one asset that has no decimals and costs one base unit. */
const plainAccount = (collateralBase: bigint, debtBase: bigint, thresholdBps: bigint): AaveAccount => {
  const reserve: AaveReserve = {
    asset: 'plain',
    decimals: 0,
    ltvBps: thresholdBps,
    liquidationThresholdBps: thresholdBps,
    priceBase: 1n,
    liquidityIndexRay: RAY,
    variableBorrowIndexRay: RAY,
    eModeCategory: 0,
  };
  const position = {
    asset: 'plain',
    scaledSupply: collateralBase,
    scaledVariableDebt: debtBase,
    usedAsCollateral: true,
  };
  return { reserves: [reserve], positions: [position] };
};

describe('the account data of Aave v3.0', () => {
  it('has the published health factors (aave-utilities, pool-math.test.ts)', () => {
    expect(dataOf(plainAccount(10n ** 17n, 5n * 10n ** 16n, 5_000n)).healthFactorWad).toBe(10n ** 18n);
    // Published as 1.66666666666666666667 in 20 digits; a wad keeps 18 and rounds half up.
    expect(dataOf(plainAccount(10n ** 17n, 3n * 10n ** 16n, 5_000n)).healthFactorWad).toBe(1_666_666_666_666_666_667n);
    expect(dataOf(plainAccount(10n ** 17n, 0n, 5_000n)).healthFactorWad).toBe(MAX_UINT256);
  });

  it('is the hand calculation for the loan of 17 August 2023', () => {
    // 1,000 WETH at 1,590: covered 1,590,000 · 0.825 = 1,311,750 against 1,300,000 owed.
    expect(dataOf(ethLoan(159_000_000_000n))).toEqual({
      totalCollateralBase: 159_000_000_000_000n,
      totalDebtBase: 130_000_000_000_000n,
      availableBorrowsBase: 0n,
      currentLiquidationThresholdBps: 8_250n,
      ltvBps: 8_000n,
      healthFactorWad: 1_009_038_461_538_461_538n,
    });
    // At the feed's low of 1,557.996: 1,285,346.7 / 1,300,000.
    expect(dataOf(ethLoan(155_799_600_000n)).healthFactorWad).toBe(988_728_230_769_230_769n);
    // At 2,000: 1,600,000 may be borrowed, 1,300,000 is.
    expect(dataOf(ethLoan(200_000_000_000n)).availableBorrowsBase).toBe(30_000_000_000_000n);
  });

  it('floors the averages to whole basis points', () => {
    const account: AaveAccount = {
      reserves: [weth(100_000_000_000n), usdc(), dai()],
      positions: [
        { asset: WETH, scaledSupply: 10n ** 18n, scaledVariableDebt: 0n, usedAsCollateral: true },
        { asset: DAI, scaledSupply: 500n * 10n ** 18n, scaledVariableDebt: 0n, usedAsCollateral: true },
        { asset: USDC, scaledSupply: 9n, scaledVariableDebt: 1_000n * 10n ** 6n, usedAsCollateral: false },
      ],
    };
    // (1000·8250 + 500·7700)/1500 = 8066.67 and (1000·8000 + 500·7600)/1500 = 7866.67; 1500 · 0.8066 / 1000 = 1.2099.
    expect(dataOf(account)).toEqual({
      totalCollateralBase: 150_000_000_000n,
      totalDebtBase: 100_000_000_000n,
      availableBorrowsBase: 17_990_000_000n,
      currentLiquidationThresholdBps: 8_066n,
      ltvBps: 7_866n,
      healthFactorWad: 1_209_900_000_000_000_000n,
    });
  });

  it('takes the category terms in e-mode, and its price when it has one', () => {
    const loan = ethLoan(160_000_000_000n);
    const reserves = loan.reserves.map((reserve) => ({
      ...reserve,
      eModeCategory: reserve.asset === WETH ? 1 : 0,
    }));
    const eMode = { category: 1, ltvBps: 9_000n, liquidationThresholdBps: 9_300n };
    // 1,600,000 · 0.93 / 1,300,000, then at the category's price of 1,500.
    expect(dataOf({ ...loan, reserves, eMode }).healthFactorWad).toBe(1_144_615_384_615_384_615n);
    const priced = dataOf({ ...loan, reserves, eMode: { ...eMode, priceBase: 150_000_000_000n } });
    expect(priced.healthFactorWad).toBe(1_073_076_923_076_923_077n);
    expect(dataOf({ ...loan, eMode }).currentLiquidationThresholdBps).toBe(8_250n);
  });

  it('leaves out supply that is not collateral, and needs no price for it', () => {
    const loan = ethLoan(undefined);
    const idle = loan.positions.map((position) => ({
      ...position,
      scaledVariableDebt: 0n,
      usedAsCollateral: false,
    }));
    expect(dataOf({ ...loan, positions: idle })).toEqual({
      totalCollateralBase: 0n,
      totalDebtBase: 0n,
      availableBorrowsBase: 0n,
      currentLiquidationThresholdBps: 0n,
      ltvBps: 0n,
      healthFactorWad: MAX_UINT256,
    });
  });

  it('names what is missing or impossible instead of valuing it at zero', () => {
    const loan = ethLoan(159_000_000_000n);
    const [collateral, debt] = loan.positions as [AaveAccount['positions'][number], AaveAccount['positions'][number]];
    expect(failureOf(ethLoan(undefined))).toEqual({
      code: 'MissingPrice',
      asset: WETH,
      foundBase: undefined,
    });
    expect(failureOf(ethLoan(0n))).toEqual({ code: 'MissingPrice', asset: WETH, foundBase: 0n });
    expect(failureOf(ethLoan(-1n))).toEqual({ code: 'MissingPrice', asset: WETH, foundBase: -1n });
    expect(failureOf({ ...loan, positions: [{ ...collateral, asset: 'WBTC' }] })).toEqual({
      code: 'UnknownReserve',
      asset: 'WBTC',
    });
    expect(failureOf({ ...loan, positions: [collateral, collateral] })).toEqual({
      code: 'DuplicateAsset',
      asset: WETH,
      list: 'positions',
    });
    expect(failureOf({ ...loan, positions: [{ ...debt, scaledVariableDebt: -1n }] })).toMatchObject({
      code: 'ValueOutOfRange',
      field: 'scaledVariableDebt',
      found: -1n,
    });
    expect(failureOf({ ...loan, reserves: [{ ...weth(1n), decimals: 0.5 }] })).toMatchObject({
      field: 'decimals',
    });
    expect(failureOf({ ...loan, reserves: [weth(2n ** 255n), usdc()] })).toMatchObject({
      code: 'ArithmeticOverflow',
    });
    expect(describeAaveFailure({ code: 'MissingPrice', asset: WETH, foundBase: 0n })).toBe(
      'Expected a price above 0 for WETH, was 0.',
    );
  });

  it('stays within one basis point of the health without floors', () => {
    const units = fc.bigInt({ min: 10n ** 15n, max: 10n ** 24n });
    const debts = fc.bigInt({ min: 10n ** 8n, max: 10n ** 14n });
    fc.assert(
      fc.property(
        units,
        units,
        debts,
        fc.bigInt({ min: 10n ** 10n, max: 10n ** 12n }),
        (wethUnits, daiUnits, owed, price) => {
          const { healthFactorWad } = dataOf({
            reserves: [weth(price), usdc(), dai()],
            positions: [
              { asset: WETH, scaledSupply: wethUnits, scaledVariableDebt: 0n, usedAsCollateral: true },
              { asset: DAI, scaledSupply: daiUnits, scaledVariableDebt: 0n, usedAsCollateral: true },
              { asset: USDC, scaledSupply: 0n, scaledVariableDebt: owed, usedAsCollateral: false },
            ],
          });
          const wethUsd = (Number(wethUnits) / 1e18) * (Number(price) / 1e8);
          const daiUsd = Number(daiUnits) / 1e18;
          const smooth = (wethUsd * 0.825 + daiUsd * 0.77) / (Number(owed) / 1e6);
          const floorsUsd = 1e-7 + (wethUsd + daiUsd) * 1e-4;
          const slack = floorsUsd / (Number(owed) / 1e6) + smooth * 1e-9;
          const exact = Number(healthFactorWad) / 1e18;
          expect(exact).toBeLessThanOrEqual(smooth + smooth * 1e-9 + 1e-7);
          expect(exact).toBeGreaterThanOrEqual(smooth - slack - 1e-7);
        },
      ),
    );
  });
});
