import { type LiquidatableReserve, RAY } from '@gimbal/margin';
import { describe, expect, it } from 'vitest';
import { reserveInputs } from '../explain/lendingInputs.js';
import type { AccountRow } from '../riskState.js';
import { lendingHealth } from './lendingHealth.js';
import type { LendingBasis } from './portfolioBasis.js';

const reserve = (asset: string, decimals: number, priceBase: bigint): LiquidatableReserve => ({
  asset,
  decimals,
  priceBase,
  ltvBps: 8_250n,
  liquidationThresholdBps: 8_600n,
  liquidationBonusBps: 10_500n,
  liquidationProtocolFeeBps: 0n,
  liquidityIndexRay: RAY,
  variableBorrowIndexRay: RAY,
  eModeCategory: 0,
});

/** 10 stETH at 0.95 ETH against 7 WETH on Aave v2. */
const basis: LendingBasis = {
  inputs: {
    ok: true,
    value: {
      deployment: 'aave-v2:ethereum',
      accountId: 'aave:main',
      ruleset: 'aave-v2',
      account: {
        reserves: [reserve('stETH', 18, 950_000_000_000_000_000n), reserve('WETH', 18, 10n ** 18n)],
        positions: [
          { asset: 'stETH', scaledSupply: 10n ** 19n, scaledVariableDebt: 0n, usedAsCollateral: true },
          { asset: 'WETH', scaledSupply: 0n, scaledVariableDebt: 7n * 10n ** 18n, usedAsCollateral: false },
        ],
      },
      prices: [],
    },
  },
  states: new Map(),
  listings: new Map(),
  sources: new Map(),
  backing: new Map(),
  doubts: [],
};

const account = { accountId: 'aave:main', deployment: 'aave-v2:ethereum' } as AccountRow;

describe('lending health in a market whose base currency is ETH', () => {
  it('is the contract’s, with the distance to liquidation, and no price in dollars', () => {
    const health = lendingHealth(account, basis);
    // 9.5 · 0.86 / 7 = 1.16714285714…
    expect(health).toMatchObject({
      ruleset: 'aave-v2',
      totalCollateralBase: '9500000000000000000',
      healthFactorWad: '1167142857142857143',
      largestCollateral: 'stETH',
      liquidationPriceUsd: 0,
      unavailableReason: '',
    });
    // 7 / 8.6 = 0.813953488… ETH: 1 - 0.813953488… / 0.95.
    expect(health.distanceToLiquidation).toBeCloseTo(1 - 7 / 8.6 / 0.95, 12);
  });

  it('says what is held, owed and lost in dollars when an ETH has a price', () => {
    const health = lendingHealth(account, basis, 2_000);
    expect(health.assets.map(({ asset, collateralUsd, debtUsd }) => [asset, collateralUsd, debtUsd])).toEqual([
      ['stETH', 19_000, 0],
      ['WETH', 0, 14_000],
    ]);
    // Half of the debt, 3.5 ETH, is repaid for 5 % more of stETH.
    expect(health.liquidationLossUsd).toBeCloseTo(3.5 * 0.05 * 2_000, 6);
  });

  it('is explained in ETH', () => {
    const [price] = reserveInputs(basis, 'stETH');
    expect(price).toMatchObject({ value: '0.95', unit: 'ETH' });
  });
});
