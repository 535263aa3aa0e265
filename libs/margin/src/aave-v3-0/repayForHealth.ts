import type { AaveAccount } from '../aave/account.js';
import type { AaveResult } from '../aave/failures.js';
import { type RepayFailure, solveRepayForHealth } from '../aave/solveRepayForHealth.js';
import { balanceFromScaled, scaledForBorrow } from './scaledAmounts.js';
import { userAccountData } from './userAccountData.js';

const V3_0 = { userAccountData, debtBalance: balanceFromScaled, scaledDebtBurnt: scaledForBorrow };

/** The least repayment of `debtAsset`, in token units, that brings v3.0's health factor to `targetHealthWad` or above. */
export function repayForHealth(
  account: AaveAccount,
  debtAsset: string,
  targetHealthWad: bigint,
): AaveResult<bigint, RepayFailure> {
  return solveRepayForHealth(V3_0, account, debtAsset, targetHealthWad);
}
