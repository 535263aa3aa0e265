import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiquidatableReserve } from '../aave/account.js';
import { RAY, SECONDS_PER_YEAR, WAD } from '../aave/limits.js';
import { userAccountData } from '../aave-v3-0/userAccountData.js';
import { accountInputs } from '../lendingBook/accountInputs.js';
import {
  withLendingPositionObserved,
  withOracleRoundObserved,
  withReserveConfigured,
  withReserveStateObserved,
} from '../lendingBook/foldLendingFacts.js';
import { emptyLendingBook } from '../lendingBook/lendingBook.js';
import type { LiquidatableAaveV2Account } from './account.js';
import { compoundedInterestV2, normalizedVariableDebtV2, stableDebtBalance } from './interest.js';
import { aaveV2 } from './ruleset.js';

const ETH = 10n ** 18n;
const USDC_UNIT = 10n ** 6n;

const reserve = (asset: string, decimals: number, priceBase: bigint): LiquidatableReserve => ({
  asset,
  decimals,
  priceBase,
  ltvBps: 8250n,
  liquidationThresholdBps: 8600n,
  liquidationBonusBps: 10500n,
  // No share of v2's: it must not be read.
  liquidationProtocolFeeBps: 1000n,
  liquidityIndexRay: RAY,
  variableBorrowIndexRay: RAY,
  eModeCategory: 0,
});

/** WETH as collateral, and USDC owed in both ways at `usdcWei` for one. */
function loan(weth: bigint, variable: bigint, stable: bigint | undefined, usdcWei: bigint): LiquidatableAaveV2Account {
  return {
    reserves: [reserve('WETH', 18, ETH), reserve('USDC', 6, usdcWei)],
    positions: [
      { asset: 'WETH', scaledSupply: weth, scaledVariableDebt: 0n, usedAsCollateral: true },
      { asset: 'USDC', scaledSupply: 0n, scaledVariableDebt: variable, stableDebt: stable, usedAsCollateral: false },
    ],
  };
}

/** 10 ETH against 1,000 USDC of variable and 5,000 of stable debt at 0.0015 ETH: 9 ETH owed, health 8.6/9. */
const unhealthy = loan(10n * ETH, 1_000n * USDC_UNIT, 5_000n * USDC_UNIT, 1_500_000_000_000_000n);

describe('account data of Aave v2', () => {
  it('is in ETH, with the stable debt beside the variable one', () => {
    const data = aaveV2.userAccountData(loan(10n * ETH, 5_000n * USDC_UNIT, 1_000n * USDC_UNIT, 555_555_555_555_555n));
    // 6,000 · 555,555,555,555,555 wei are owed; 8.25 ETH may be; 8.6/3.33333333333333.
    expect(data).toEqual({
      ok: true,
      value: {
        totalCollateralBase: 10n * ETH,
        totalDebtBase: 3_333_333_333_333_330_000n,
        availableBorrowsBase: 4_916_666_666_666_670_000n,
        currentLiquidationThresholdBps: 8_600n,
        ltvBps: 8_250n,
        healthFactorWad: 2_580_000_000_000_002_580n,
      },
    });
  });

  it('adds both debts before it floors their value', () => {
    // A millionth of a token at 750,000 wei is 0.75 wei, which alone floors to 0; two of them are 1.5, and floor to 1.
    const data = aaveV2.userAccountData(loan(ETH, 1n, 1n, 750_000n));
    expect(data.ok && data.value.totalDebtBase).toBe(1n);
  });

  it('without stable debt is what v3.0 makes of the same integers', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 24n });
    const index = fc.bigInt({ min: RAY, max: 3n * RAY });
    fc.assert(
      fc.property(amount, amount, amount, index, (supply, owed, price, variableBorrowIndexRay) => {
        const { reserves, positions } = loan(supply, owed, undefined, price);
        const account = { reserves: reserves.map((one) => ({ ...one, variableBorrowIndexRay })), positions };
        expect(aaveV2.userAccountData(account)).toEqual(userAccountData(account));
      }),
    );
  });

  it('names a stable debt that no token can hold, and what else is wrong', () => {
    expect(aaveV2.userAccountData(loan(ETH, 0n, -1n, 1n))).toMatchObject({
      failure: { code: 'ValueOutOfRange', asset: 'USDC', field: 'stableDebt', found: -1n },
    });
    expect(aaveV2.userAccountData(loan(-1n, 0n, 1n, 1n))).toMatchObject({ failure: { field: 'scaledSupply' } });
    expect(aaveV2.userAccountData({ ...unhealthy, reserves: unhealthy.reserves.slice(0, 1) })).toMatchObject({
      failure: { code: 'UnknownReserve', asset: 'USDC' },
    });
  });

  it('takes prices of a lending book in wei', () => {
    const book = emptyLendingBook();
    const at = { deployment: 'aave-v2:ethereum', asset: 'USDC' };
    withReserveConfigured(book, {
      ...at,
      decimals: 6,
      ltvBps: 8000,
      liquidationThresholdBps: 8750,
      liquidationBonusBps: 10450,
      liquidationProtocolFeeBps: 0,
      ruleset: aaveV2.id,
      oracleFeed: 'USDC-ETH',
    });
    const [ray, none] = [RAY.toString(), '0'];
    const rates = { liquidityRateRay: none, variableBorrowRateRay: none, observedAtUs: 0n };
    withReserveStateObserved(book, { ...at, ...rates, liquidityIndexRay: ray, variableBorrowIndexRay: ray });
    const round = { feed: 'USDC-ETH', answer: '580223303700951', decimals: 18, updatedAtUs: 0n, assumed: false };
    withOracleRoundObserved(book, round);
    const held = { scaledSupply: '1000000', scaledVariableDebt: none, usedAsCollateral: true };
    withLendingPositionObserved(book, { ...at, ...held, accountId: 'a' });
    const inputs = accountInputs(book, at.deployment, 'a');
    expect(inputs.ok && inputs.value.account.reserves[0]?.priceBase).toBe(580_223_303_700_951n);
  });
});

describe('a liquidation on Aave v2', () => {
  it('takes half of the debt, variable first, and leaves no fee', () => {
    const request = { debtAsset: 'USDC', collateralAsset: 'WETH', debtToCover: 'max' } as const;
    // Half of 6,000 USDC; 3,000 · 0.0015 · 1.05 = 4.725 ETH.
    expect(aaveV2.liquidationCall(unhealthy, request)).toMatchObject({
      ok: true,
      value: {
        closeFactorBps: 5_000n,
        actualDebtToLiquidate: 3_000n * USDC_UNIT,
        variableDebtBurnt: 1_000n * USDC_UNIT,
        stableDebtBurnt: 2_000n * USDC_UNIT,
        actualCollateralToLiquidator: 4_725_000_000_000_000_000n,
        protocolFee: 0n,
        newPositions: [
          { scaledSupply: 5_275_000_000_000_000_000n, usedAsCollateral: true },
          { scaledVariableDebt: 0n, stableDebt: 3_000n * USDC_UNIT },
        ],
      },
    });
  });

  it('keeps to half however low the health, and to what the collateral pays for', () => {
    const poor = loan(ETH, 6_000n * USDC_UNIT, undefined, 1_500_000_000_000_000n);
    const request = { debtAsset: 'USDC', collateralAsset: 'WETH', debtToCover: 'max' } as const;
    // 1 ETH is worth 666.666666 USDC; over 1.05, ties up, 634.920634.
    expect(aaveV2.liquidationCall(poor, request)).toMatchObject({
      value: {
        closeFactorBps: 5_000n,
        actualDebtToLiquidate: 634_920_634n,
        actualCollateralToLiquidator: ETH,
        newPositions: [{ scaledSupply: 0n, usedAsCollateral: false }, {}],
      },
    });
  });

  it('is refused for the reason the contract gives, in its order', () => {
    const of = (
      account: LiquidatableAaveV2Account,
      debtAsset: string,
      collateralAsset: string,
      debtToCover: bigint,
    ) => {
      const called = aaveV2.liquidationCall(account, { debtAsset, collateralAsset, debtToCover });
      return called.ok ? 'none' : called.failure.code;
    };
    const healthy = loan(10n * ETH, 1n, 1n, ETH);
    expect(of(healthy, 'WETH', 'USDC', 1n)).toBe('HealthFactorNotBelowThreshold');
    expect(of(unhealthy, 'WETH', 'USDC', 1n)).toBe('CollateralCannotBeLiquidated');
    expect(of(unhealthy, 'WETH', 'WETH', 1n)).toBe('DebtNotBorrowed');
    expect(of(unhealthy, 'USDC', 'WETH', 0n)).toBe('AmountBurnsNothing');
    const onlyStable = loan(10n * ETH, 0n, 6_000n * USDC_UNIT, 1_500_000_000_000_000n);
    expect(of(onlyStable, 'USDC', 'WETH', 1n)).toBe('none');
    expect(of(onlyStable, 'USDC', 'WETH', 0n)).toBe('AmountBurnsNothing');
    expect(of(unhealthy, 'DAI', 'WETH', 1n)).toBe('UnknownReserve');
  });
});

describe('what is solved and differentiated on Aave v2', () => {
  it('the liquidation price is in wei, on the last unit', () => {
    // 6,000 USDC against 8.6 ETH: above 0.00143333… ETH, health is under 1.
    const priced = aaveV2.liquidationPrice(unhealthy, 'USDC');
    expect(priced).toEqual({ ok: true, value: { kind: 'atOrAbove', priceBase: 1_433_333_333_333_334n } });
    const at = (usdcWei: bigint) => aaveV2.userAccountData(loan(10n * ETH, 1_000_000_000n, 5_000_000_000n, usdcWei));
    const [over, under] = [at(1_433_333_333_333_334n), at(1_433_333_333_333_333n)];
    expect(over.ok && under.ok && [over.value.healthFactorWad < WAD, under.value.healthFactorWad < WAD]).toEqual([
      true,
      false,
    ]);
  });

  it('a repayment of variable debt leaves the stable debt where it is', () => {
    // 8.6 ETH of debt are allowed, 9 are owed: 0.4 ETH at 0.0015 are 266.666… USDC.
    expect(aaveV2.repayForHealth(unhealthy, 'USDC', WAD)).toEqual({ ok: true, value: 266_666_667n });
    // With all of the variable debt repaid, 7.5 ETH stay owed: 8.6/7.5.
    expect(aaveV2.repayForHealth(unhealthy, 'USDC', (12n * WAD) / 10n)).toMatchObject({
      failure: { code: 'TargetOutOfReach', healthAfterFullRepayWad: 1_146_666_666_666_666_667n },
    });
  });

  it('sensitivities count both debts', () => {
    const found = aaveV2.healthSensitivities(unhealthy);
    // H = 8.6/9. By lnP of USDC −H, of WETH 8.6/9; a threshold point 0.01 · 10/9.
    const [weth, usdc] = found.ok ? found.value.assets : [];
    expect(weth?.healthPerLnPrice).toBeCloseTo(8.6 / 9, 14);
    expect(weth?.healthPerThresholdPoint).toBeCloseTo(0.1 / 9, 14);
    expect(usdc?.healthPerLnPrice).toBeCloseTo(-8.6 / 9, 14);
    expect(usdc?.healthPerYearPerBorrowRatePoint).toBeCloseTo(-0.086 / 9, 14);
  });
});

describe('interest on Aave v2', () => {
  it('cuts the rate per second off first', () => {
    // 10^18 a second and a rest that is lost; 10 seconds: 10^19, then 10·9·10^9/2, then 10·9·8·1/6.
    const rate = SECONDS_PER_YEAR * 10n ** 18n + 31_535_999n;
    expect(compoundedInterestV2(rate, 10n)).toBe(RAY + 10n ** 19n + 45_000_000_000n + 120n);
    expect(compoundedInterestV2(rate, 0n)).toBe(RAY);
    expect(normalizedVariableDebtV2(2n * RAY, rate, 10n)).toBe(2n * (RAY + 10n ** 19n + 45_000_000_000n + 120n));
  });

  it('grows a stable debt at its own rate', () => {
    // 10^18 of 10^27 in one second: 10^12 · (1 + 10^-9).
    expect(stableDebtBalance(10n ** 12n, SECONDS_PER_YEAR * 10n ** 18n, 1n)).toBe(10n ** 12n + 1_000n);
    expect(stableDebtBalance(0n, RAY, 10n)).toBe(0n);
  });
});
