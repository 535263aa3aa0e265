import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AaveAccount, AaveEMode, AaveReserve } from '../aave/account.js';
import { type AaveAccountFailure, describeAaveFailure } from '../aave/failures.js';
import { MAX_UINT256, RAY } from '../aave/limits.js';
import { aaveV33 } from '../aave-v3-3/ruleset.js';
import { aaveV37 } from '../aave-v3-7/ruleset.js';
import { DAI, dai, ethLoan, USDC, usdc, WETH, weth } from '../aave-v3-0/ethLoan.sample.js';
import { aaveV36 } from './ruleset.js';

type Ruleset = typeof aaveV33 | typeof aaveV36 | typeof aaveV37;

const dataOf = (ruleset: Ruleset, account: AaveAccount) => {
  const result = ruleset.userAccountData(account);
  if (!result.ok) throw new Error(describeAaveFailure(result.failure));
  return result.value;
};
const failureOf = (account: AaveAccount): AaveAccountFailure | undefined => {
  const result = aaveV36.userAccountData(account);
  return result.ok ? undefined : result.failure;
};

/** Assets without decimals at one base unit each, so that a balance is its value. */
const plain = (asset: string, ltvBps: bigint, thresholdBps: bigint): AaveReserve => ({
  asset,
  decimals: 0,
  ltvBps,
  liquidationThresholdBps: thresholdBps,
  priceBase: 1n,
  liquidityIndexRay: RAY,
  variableBorrowIndexRay: RAY,
  eModeCategory: 0,
});
const held = (asset: string, scaledSupply: bigint, scaledVariableDebt = 0n) => ({
  asset,
  scaledSupply,
  scaledVariableDebt,
  usedAsCollateral: scaledSupply > 0n,
});

describe('the account data of Aave v3.6', () => {
  it('is the hand calculation for the loan of 17 August 2023', () => {
    // 1,000 WETH at 1,590: covered 1,590,000 · 0.825 = 1,311,750 against 1,300,000 owed.
    expect(dataOf(aaveV36, ethLoan(159_000_000_000n))).toEqual({
      totalCollateralBase: 159_000_000_000_000n,
      totalDebtBase: 130_000_000_000_000n,
      availableBorrowsBase: 0n,
      currentLiquidationThresholdBps: 8_250n,
      ltvBps: 8_000n,
      healthFactorWad: 1_009_038_461_538_461_538n,
    });
    expect(dataOf(aaveV36, { reserves: [weth(1n)], positions: [held(WETH, 5n)] }).healthFactorWad).toBe(MAX_UINT256);
  });

  it('reckons health from the weighted sum, where v3.3 goes through whole basis points', () => {
    // 10,000 at 82.5 % and 5,000 at 77 % cover 8,250 + 3,850 = 12,100. The average is 80.6666... %, reported as 8066;
    // 15,000 · 0.8066 = 12,099, and 12,099 / 12,100 = 0.99991735537190082...
    const account = {
      reserves: [plain('a', 0n, 8_250n), plain('b', 0n, 7_700n), plain('c', 0n, 0n)],
      positions: [held('a', 10_000n), held('b', 5_000n), held('c', 0n, 12_100n)],
    };
    expect(dataOf(aaveV36, account).currentLiquidationThresholdBps).toBe(8_066n);
    expect(dataOf(aaveV36, account).healthFactorWad).toBe(10n ** 18n);
    expect(dataOf(aaveV37, account).healthFactorWad).toBe(10n ** 18n);
    expect(dataOf(aaveV33, account).healthFactorWad).toBe(999_917_355_371_900_826n);
  });

  it('never counts a debt as nothing, where v3.3 floors it away', () => {
    // One wei of DAI is worth 10^-18 dollars, ten digits below the base currency's last one.
    const account = { reserves: [weth(10n ** 11n), dai()], positions: [held(WETH, 10n ** 18n), held(DAI, 0n, 1n)] };
    expect(dataOf(aaveV36, account).totalDebtBase).toBe(1n);
    expect(dataOf(aaveV33, account).totalDebtBase).toBe(0n);
  });

  it('rounds supplies down and debts up', () => {
    const at = (indexRay: bigint) => [
      { ...plain('a', 0n, 5_000n), liquidityIndexRay: indexRay, variableBorrowIndexRay: indexRay },
    ];
    // 3 · 1.5 = 4.5.
    const account = { reserves: at((3n * RAY) / 2n), positions: [held('a', 3n, 3n)] };
    expect(dataOf(aaveV36, account)).toMatchObject({ totalCollateralBase: 4n, totalDebtBase: 5n });
    // 1 · 1.4 = 1.4: halves up are 1 on both sides.
    const low = at((14n * RAY) / 10n);
    expect(dataOf(aaveV36, { reserves: low, positions: [held('a', 1n, 1n)] }).totalDebtBase).toBe(2n);
    expect(dataOf(aaveV33, { reserves: low, positions: [held('a', 1n, 1n)] }).totalDebtBase).toBe(1n);
  });
});

describe('an e-mode category', () => {
  const eMode: AaveEMode = {
    category: 3,
    ltvBps: 9_000n,
    liquidationThresholdBps: 9_300n,
    collateralAssets: ['pt', 'a'],
  };
  const reserves = [plain('pt', 0n, 0n), plain('a', 8_000n, 8_250n), plain('b', 5_000n, 6_000n)];
  const account = { reserves, positions: [held('pt', 1_000n), held('a', 1_000n), held('b', 2_000n)], eMode };

  it('replaces threshold and LTV of its members whole, and of nothing else', () => {
    // (1,000 + 1,000) · 0.93 + 2,000 · 0.6 = 3,060 of 4,000; LTV (2,000 · 0.9 + 2,000 · 0.5) / 4,000.
    const data = dataOf(aaveV36, account);
    expect([data.totalCollateralBase, data.currentLiquidationThresholdBps, data.ltvBps]).toEqual([
      4_000n,
      7_650n,
      7_000n,
    ]);
    expect(data.availableBorrowsBase).toBe(2_800n);
  });

  it('gives no threshold to an asset that has none of its own up to v3.5', () => {
    // Without pt: 1,000 · 0.93 + 2,000 · 0.6 = 2,130 of 3,000.
    const data = dataOf(aaveV33, account);
    expect([data.totalCollateralBase, data.currentLiquidationThresholdBps]).toEqual([3_000n, 7_100n]);
  });

  it('may hold members that lend nothing, whose threshold still counts', () => {
    const data = dataOf(aaveV36, { ...account, eMode: { ...eMode, ltvZeroAssets: ['a'] } });
    // LTV (1,000 · 0.9 + 2,000 · 0.5) / 4,000 = 47.5 %.
    expect([data.currentLiquidationThresholdBps, data.ltvBps]).toEqual([7_650n, 4_750n]);
  });

  it('lends nothing against outsiders when it is isolated, which v3.7 knows alone', () => {
    const isolated = { ...account, eMode: { ...eMode, isolated: true } };
    // LTV 2,000 · 0.9 / 4,000 = 45 %.
    expect(dataOf(aaveV37, isolated)).toMatchObject({ currentLiquidationThresholdBps: 7_650n, ltvBps: 4_500n });
    expect(dataOf(aaveV36, isolated).ltvBps).toBe(7_000n);
  });

  it('overrides an LTV of 0 outside from v3.6 on, and not before', () => {
    const frozen = { ...account, reserves: [plain('a', 0n, 8_250n)], positions: [held('a', 1_000n)] };
    expect(dataOf(aaveV36, frozen).ltvBps).toBe(9_000n);
    expect(dataOf(aaveV33, frozen).ltvBps).toBe(0n);
  });

  it('is none when it is category 0', () => {
    const none = { ...account, eMode: { ...eMode, category: 0 } };
    expect(dataOf(aaveV36, none)).toEqual(dataOf(aaveV36, { ...account, eMode: undefined }));
  });
});

describe('an account that can not be valued', () => {
  const eMode: AaveEMode = { category: 1, ltvBps: 9_000n, liquidationThresholdBps: 9_300n, collateralAssets: [USDC] };

  it.each<[string, AaveAccount, AaveAccountFailure]>([
    [
      'has a position in a reserve that is not there',
      { reserves: [], positions: [held(WETH, 1n)] },
      { code: 'UnknownReserve', asset: WETH },
    ],
    [
      'is in a category whose terms are not there',
      { ...ethLoan(10n ** 11n), eModeCategory: 7 },
      { code: 'UnknownEModeCategory', category: 7, foundCategory: undefined },
    ],
    [
      'is in another category than the terms are of',
      { ...ethLoan(10n ** 11n), eModeCategory: 7, eMode },
      { code: 'UnknownEModeCategory', category: 7, foundCategory: 1 },
    ],
    [
      'is in a category that was never configured',
      { ...ethLoan(10n ** 11n), eMode: { ...eMode, ltvBps: 0n, liquidationThresholdBps: 0n } },
      { code: 'UnknownEModeCategory', category: 1, foundCategory: undefined },
    ],
    [
      'has an LTV above the threshold',
      { reserves: [plain('a', 8_001n, 8_000n)], positions: [] },
      { code: 'ContradictingParameters', of: 'a', rule: 'LtvAboveThreshold', foundBps: 8_001n, limitBps: 8_000n },
    ],
    [
      'has a bonus that is none',
      { reserves: [{ ...weth(1n), liquidationBonusBps: 10_000n }], positions: [] },
      { code: 'ContradictingParameters', of: WETH, rule: 'BonusNotAboveOne', foundBps: 10_000n, limitBps: 10_000n },
    ],
    [
      'would be liquidated for more than it holds: 95 % · 1.053 = 100.04 %',
      { reserves: [{ ...weth(1n), liquidationThresholdBps: 9_500n, liquidationBonusBps: 10_530n }], positions: [] },
      {
        code: 'ContradictingParameters',
        of: WETH,
        rule: 'ThresholdTimesBonusAboveOne',
        foundBps: 10_004n,
        limitBps: 10_000n,
      },
    ],
    [
      'is in a category that contradicts itself',
      { reserves: [], positions: [], eMode: { ...eMode, ltvBps: 9_400n } },
      {
        code: 'ContradictingParameters',
        of: 'e-mode 1',
        rule: 'LtvAboveThreshold',
        foundBps: 9_400n,
        limitBps: 9_300n,
      },
    ],
    [
      'owes what has no price',
      { reserves: [usdc(), dai(0n)], positions: [held(USDC, 10n), held(DAI, 0n, 1n)] },
      { code: 'MissingPrice', asset: DAI, foundBase: 0n },
    ],
    [
      'owes what was never priced',
      { reserves: [usdc(), { ...dai(), priceBase: undefined }], positions: [held(DAI, 0n, 1n)] },
      { code: 'MissingPrice', asset: DAI, foundBase: undefined },
    ],
    [
      'overflows',
      { reserves: [{ ...weth(2n ** 200n) }], positions: [held(WETH, 2n ** 100n)] },
      { code: 'ArithmeticOverflow', quantity: `the value of ${WETH}` },
    ],
  ])('%s', (_, account, failure) => {
    expect(failureOf(account)).toEqual(failure);
    expect(describeAaveFailure(failure)).toMatch(/^Expected .*\.$/);
  });

  it('needs no price for a supply that is no collateral', () => {
    const idle = { ...held(WETH, 5n), usedAsCollateral: false };
    expect(failureOf({ reserves: [weth(undefined)], positions: [idle] })).toBeUndefined();
  });
});

describe('between the versions', () => {
  const balances = fc.bigInt({ min: 0n, max: 10n ** 24n });
  const indices = fc.bigInt({ min: RAY, max: 3n * RAY });

  it('v3.6 never thinks an account richer than v3.3 does, but for the floor of the average', () => {
    fc.assert(
      fc.property(balances, balances, indices, indices, (supply, debt, liquidityIndexRay, variableBorrowIndexRay) => {
        const reserve = { ...weth(157_112_345_678n), liquidityIndexRay, variableBorrowIndexRay };
        const account = { reserves: [reserve], positions: [held(WETH, supply, debt)] };
        const before = dataOf(aaveV33, account);
        const after = dataOf(aaveV36, account);
        expect(after.totalCollateralBase <= before.totalCollateralBase).toBe(true);
        expect(after.totalDebtBase >= before.totalDebtBase).toBe(true);
        expect(dataOf(aaveV37, account)).toEqual(after);
      }),
    );
  });
});
