import type { AaveAccount, AaveUserAccountData } from '../aave/account.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { MAX_UINT256, WAD } from '../aave/limits.js';
import { percentMul } from '../aave/percentageMath.js';
import { wadDiv } from '../aave/wadRayMath.js';
import type { WeighedPosition } from '../aave/weighedPosition.js';
import { weighPositions } from './weighPositions.js';

/**
 * What `Pool.getUserAccountData` of Aave v3.0 returns for this account, in the same integers (GenericLogic at
 * POOL_REVISION 1). The averages are floored to whole basis points before they are used, which later versions dropped:
 * it costs up to 0.01 % of the collateral.
 */
export function userAccountData(account: AaveAccount): AaveResult<AaveUserAccountData, AaveAccountFailure> {
  const weighed = weighPositions(account);
  return weighed.ok ? accountDataOf(weighed.value) : weighed;
}

function accountDataOf(legs: readonly WeighedPosition[]): AaveResult<AaveUserAccountData, AaveAccountFailure> {
  const totalCollateralBase = sumOf(legs, (leg) => leg.collateralBase);
  const totalDebtBase = sumOf(legs, (leg) => leg.debtBase);
  const ltvWeight = sumOf(legs, (leg) => leg.collateralBase * leg.ltvBps);
  const thresholdWeight = sumOf(legs, (leg) => leg.collateralBase * leg.liquidationThresholdBps);
  const ltvBps = totalCollateralBase === 0n ? 0n : ltvWeight / totalCollateralBase;
  const thresholdBps = totalCollateralBase === 0n ? 0n : thresholdWeight / totalCollateralBase;
  const borrowableBase = percentMul(totalCollateralBase, ltvBps);
  const coveredBase = percentMul(totalCollateralBase, thresholdBps);
  if (ltvWeight > MAX_UINT256 || thresholdWeight > MAX_UINT256 || coveredBase > MAX_UINT256 / WAD) {
    return { ok: false, failure: { code: 'ArithmeticOverflow', quantity: 'the total collateral' } };
  }
  return {
    ok: true,
    value: {
      totalCollateralBase,
      totalDebtBase,
      availableBorrowsBase: borrowableBase < totalDebtBase ? 0n : borrowableBase - totalDebtBase,
      currentLiquidationThresholdBps: thresholdBps,
      ltvBps,
      healthFactorWad: totalDebtBase === 0n ? MAX_UINT256 : wadDiv(coveredBase, totalDebtBase),
    },
  };
}

function sumOf(legs: readonly WeighedPosition[], quantity: (leg: WeighedPosition) => bigint): bigint {
  return legs.reduce((sum, leg) => sum + quantity(leg), 0n);
}
