import { type AaveAccount, aaveV30, marginRulesets, type LiquidatableReserve, RAY, WAD } from '@gimbal/margin';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collateralForHealth } from './collateralForHealth.js';
import { HEALTH_TARGET_WAD } from './marginCallLines.js';

const reserve = (
  asset: string,
  decimals: number,
  liquidationThresholdBps: bigint,
  priceBase: bigint,
  indexRay = RAY,
): LiquidatableReserve => ({
  asset,
  decimals,
  liquidationThresholdBps,
  priceBase,
  ltvBps: 7000n,
  eModeCategory: 0,
  liquidityIndexRay: indexRay,
  variableBorrowIndexRay: indexRay,
  liquidationBonusBps: 10_500n,
  liquidationProtocolFeeBps: 1_000n,
});

function loan(
  wethPriceBase: bigint,
  indexRay = RAY,
  supplied = 10n ** 21n,
  owed = 1_300_000n * 10n ** 6n,
): AaveAccount {
  return {
    reserves: [
      reserve('WETH', 18, 8250n, wethPriceBase, indexRay),
      reserve('DAI', 18, 7700n, 100_000_000n),
      reserve('USDC', 6, 8500n, 100_000_000n, indexRay),
    ],
    positions: [
      { asset: 'WETH', scaledSupply: supplied, scaledVariableDebt: 0n, usedAsCollateral: true },
      { asset: 'DAI', scaledSupply: 0n, scaledVariableDebt: 0n, usedAsCollateral: true },
      { asset: 'USDC', scaledSupply: 0n, scaledVariableDebt: owed, usedAsCollateral: false },
    ],
  };
}

const supply = (account: AaveAccount, asset: string, amount: bigint): AaveAccount => ({
  ...account,
  positions: account.positions.map((each) => {
    const { liquidityIndexRay } = account.reserves.find((found) => found.asset === each.asset)!;
    // The contract's rayDiv rounds half up.
    const minted = (amount * RAY + liquidityIndexRay / 2n) / liquidityIndexRay;
    return each.asset === asset ? { ...each, scaledSupply: each.scaledSupply + minted } : each;
  }),
});

describe('collateralForHealth', () => {
  it('is the amount that a hand finds: 1,000 WETH at 1,653.16 against 1.3 million USDC', () => {
    // 1.15 · 1,300,000 / (0.825 · 1,653.16) = 1096.1516… WETH, of which 1,000 are there.
    const more = collateralForHealth(aaveV30.userAccountData, loan(165_316_000_000n), 'WETH', HEALTH_TARGET_WAD)!;
    const byHand = (1.15 * 1_300_000) / (0.825 * 1653.16) - 1000;
    expect(Number(more) / 1e18).toBeCloseTo(byHand, 8);
  });

  it('is zero for an account that is there, and none for one that no collateral helps', () => {
    const healthy = loan(300_000_000_000n);
    expect(collateralForHealth(aaveV30.userAccountData, healthy, 'WETH', WAD)).toBe(0n);
    const unhelped = { ...loan(165_316_000_000n), positions: loan(165_316_000_000n).positions.slice(2) };
    expect(collateralForHealth(aaveV30.userAccountData, unhelped, 'WETH', WAD)).toBeUndefined();
  });

  it.each(Object.values(marginRulesets))(
    'reaches the target by the integers of $id, and hardly more',
    ({ userAccountData }) => {
      fc.assert(
        fc.property(
          fc.bigInt({ min: 10_000_000_000n, max: 170_000_000_000n }),
          fc.bigInt({ min: RAY, max: 3n * RAY }),
          fc.bigInt({ min: 10n ** 17n, max: 10n ** 21n }),
          fc.constantFrom('WETH', 'DAI'),
          (priceBase, indexRay, supplied, asset) => {
            const account = loan(priceBase, indexRay, supplied);
            const amount = collateralForHealth(userAccountData, account, asset, HEALTH_TARGET_WAD)!;
            const after = userAccountData(supply(account, asset, amount));
            expect(after.ok && after.value.healthFactorWad >= HEALTH_TARGET_WAD).toBe(true);
            // Averages are floored to whole basis points, which a share of the collateral pays for.
            const less = userAccountData(supply(account, asset, (amount * 99n) / 100n));
            expect(amount === 0n || (less.ok && less.value.healthFactorWad < HEALTH_TARGET_WAD)).toBe(true);
          },
        ),
      );
    },
  );
});
