import type { AaveAccount } from '../aave/account.js';
import { checkAccount } from '../aave/checkAccount.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { MAX_UINT128, RAY } from '../aave/limits.js';
import { balanceFromScaled } from '../aave-v3-0/scaledAmounts.js';
import type { AaveV2Account, AaveV2Position } from './account.js';

/**
 * The account with each debt as one number of token units, under an index of 1, and without e-modes. GenericLogic of v2
 * adds stable and variable units before it values them, and from there on computes as v3.0 does: so this account has in
 * v3.0's integers what the other has in v2's.
 */
export function debtInUnits(account: AaveV2Account): AaveResult<AaveAccount, AaveAccountFailure> {
  const { reserves, positions } = account;
  const invalid = checkAccount({ reserves, positions }) ?? stableDebtOutOfRange(positions);
  if (invalid !== undefined) return { ok: false, failure: invalid };
  const indexes = new Map(reserves.map((reserve) => [reserve.asset, reserve.variableBorrowIndexRay]));
  return {
    ok: true,
    value: {
      reserves: reserves.map((reserve) => ({ ...reserve, variableBorrowIndexRay: RAY, eModeCategory: 0 })),
      // A position without a reserve keeps what it has: whoever values it names the reserve that is missing.
      positions: positions.map((position) => ({
        asset: position.asset,
        scaledSupply: position.scaledSupply,
        scaledVariableDebt: totalDebt(position, indexes.get(position.asset) ?? RAY),
        usedAsCollateral: position.usedAsCollateral,
      })),
    },
  };
}

/** Token units owed in one asset, variable and stable. */
export function totalDebt(position: AaveV2Position, variableBorrowIndexRay: bigint): bigint {
  return balanceFromScaled(position.scaledVariableDebt, variableBorrowIndexRay) + (position.stableDebt ?? 0n);
}

function stableDebtOutOfRange(positions: readonly AaveV2Position[]): AaveAccountFailure | undefined {
  for (const { asset, stableDebt = 0n } of positions) {
    if (stableDebt < 0n || stableDebt > MAX_UINT128) {
      return { code: 'ValueOutOfRange', asset, field: 'stableDebt', found: stableDebt, min: 0n, max: MAX_UINT128 };
    }
  }
  return undefined;
}
