import type { AaveAccount, AaveUserAccountData } from './account.js';
import type { AaveAccountFailure, AaveResult } from './failures.js';
import type { WeighedPosition } from './weighedPosition.js';

/** How one version values an account: all that the solvers, which are the same for every version, have to know of it. */
export interface AccountValuation {
  weighPositions(account: AaveAccount): AaveResult<readonly WeighedPosition[], AaveAccountFailure>;
  userAccountData(account: AaveAccount): AaveResult<AaveUserAccountData, AaveAccountFailure>;
}

/** How one version turns a scaled debt into token units, and a repayment into what it burns of the scaled debt. */
export interface DebtRounding {
  debtBalance(scaledDebt: bigint, variableBorrowIndexRay: bigint): bigint;
  scaledDebtBurnt(amount: bigint, variableBorrowIndexRay: bigint): bigint;
}
