import type { AaveAccount, AaveUserAccountData } from '../aave/account.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { MAX_UINT256, WAD } from '../aave/limits.js';
import type { WeighedPosition } from '../aave/weighedPosition.js';
import type { AaveV3Rules } from './rules.js';
import { weighPositions } from './weighPositions.js';

/**
 * What `Pool.getUserAccountData` returns for this account under the rules of one version, in the same integers. The two
 * averages are floored to whole basis points, as the contract reports them; whether health is reckoned from the floored
 * one is the version's.
 */
export function userAccountData(
  rules: AaveV3Rules,
  account: AaveAccount,
): AaveResult<AaveUserAccountData, AaveAccountFailure> {
  const weighed = weighPositions(rules, account);
  return weighed.ok ? accountDataOf(rules, weighed.value) : weighed;
}

function accountDataOf(
  rules: AaveV3Rules,
  legs: readonly WeighedPosition[],
): AaveResult<AaveUserAccountData, AaveAccountFailure> {
  const totalCollateralBase = sumOf(legs, (leg) => leg.collateralBase);
  const totalDebtBase = sumOf(legs, (leg) => leg.debtBase);
  const ltvWeight = sumOf(legs, (leg) => leg.collateralBase * leg.ltvBps);
  const thresholdWeight = sumOf(legs, (leg) => leg.collateralBase * leg.liquidationThresholdBps);
  if (ltvWeight > MAX_UINT256 || thresholdWeight > MAX_UINT256 / WAD) {
    return { ok: false, failure: { code: 'ArithmeticOverflow', quantity: 'the total collateral' } };
  }
  const ltvBps = totalCollateralBase === 0n ? 0n : ltvWeight / totalCollateralBase;
  const averageThresholdBps = totalCollateralBase === 0n ? 0n : thresholdWeight / totalCollateralBase;
  const borrowableBase = rules.borrowableBase(totalCollateralBase, ltvBps);
  const totals = { totalCollateralBase, totalDebtBase, thresholdWeight, averageThresholdBps };
  return {
    ok: true,
    value: {
      totalCollateralBase,
      totalDebtBase,
      availableBorrowsBase: borrowableBase < totalDebtBase ? 0n : borrowableBase - totalDebtBase,
      currentLiquidationThresholdBps: averageThresholdBps,
      ltvBps,
      healthFactorWad: totalDebtBase === 0n ? MAX_UINT256 : rules.healthFactorWad(totals),
    },
  };
}

function sumOf(legs: readonly WeighedPosition[], quantity: (leg: WeighedPosition) => bigint): bigint {
  return legs.reduce((sum, leg) => sum + quantity(leg), 0n);
}
