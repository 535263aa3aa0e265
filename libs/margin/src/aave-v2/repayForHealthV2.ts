import type { AaveResult } from '../aave/failures.js';
import { type RepayFailure, solveRepayForHealth } from '../aave/solveRepayForHealth.js';
import { balanceFromScaled, scaledForBorrow } from '../aave-v3-0/scaledAmounts.js';
import type { AaveV2Account } from './account.js';
import { userAccountDataV2 } from './userAccountDataV2.js';

const V2 = { userAccountData: userAccountDataV2, debtBalance: balanceFromScaled, scaledDebtBurnt: scaledForBorrow };

/**
 * The least amount of the variable debt in `debtAsset` whose repayment brings health to its target, as in v3.0. Stable
 * debt weighs, and stays: where all of the variable debt isn't enough, the target is out of reach.
 */
export function repayForHealthV2(
  account: AaveV2Account,
  debtAsset: string,
  targetHealthWad: bigint,
): AaveResult<bigint, RepayFailure> {
  return solveRepayForHealth(V2, account, debtAsset, targetHealthWad);
}
