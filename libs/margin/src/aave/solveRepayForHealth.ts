import type { AaveAccount, AavePosition } from './account.js';
import type { AccountValuation, DebtRounding } from './accountValuation.js';
import type { AaveAccountFailure, AaveResult } from './failures.js';

export type RepayFailure =
  | AaveAccountFailure
  | { readonly code: 'DebtNotBorrowed'; readonly asset: string }
  /** Repaying all of this debt is not enough: others weigh too much. */
  | {
      readonly code: 'TargetOutOfReach';
      readonly healthAfterFullRepayWad: bigint;
      readonly targetHealthWad: bigint;
    };

/**
 * The least amount of `debtAsset`, in token units, whose repayment brings the contract's own health factor to
 * `targetHealthWad` or above: 0n when it is there already. Found by bisection on the integers the contract uses, so
 * that no rounding of ours can leave the account a wei short.
 */
export function solveRepayForHealth(
  version: Pick<AccountValuation, 'userAccountData'> & DebtRounding,
  account: AaveAccount,
  debtAsset: string,
  targetHealthWad: bigint,
): AaveResult<bigint, RepayFailure> {
  const reserve = account.reserves.find(({ asset }) => asset === debtAsset);
  const position = account.positions.find(({ asset }) => asset === debtAsset);
  if (reserve === undefined) return { ok: false, failure: { code: 'UnknownReserve', asset: debtAsset } };
  const now = version.userAccountData(account);
  if (!now.ok) return now;
  if (now.value.healthFactorWad >= targetHealthWad) return { ok: true, value: 0n };
  if (position === undefined || position.scaledVariableDebt === 0n) {
    return { ok: false, failure: { code: 'DebtNotBorrowed', asset: debtAsset } };
  }

  const indexRay = reserve.variableBorrowIndexRay;
  const owed = version.debtBalance(position.scaledVariableDebt, indexRay);
  const healthAfter = (amount: bigint): AaveResult<bigint, AaveAccountFailure> => {
    const repaid = {
      ...position,
      scaledVariableDebt: position.scaledVariableDebt - version.scaledDebtBurnt(amount, indexRay),
    };
    const data = version.userAccountData({ ...account, positions: replacePosition(account.positions, repaid) });
    return data.ok ? { ok: true, value: data.value.healthFactorWad } : data;
  };

  const full = healthAfter(owed);
  if (!full.ok) return full;
  if (full.value < targetHealthWad) {
    return {
      ok: false,
      failure: { code: 'TargetOutOfReach', healthAfterFullRepayWad: full.value, targetHealthWad },
    };
  }
  let tooLittle = 0n;
  let enough = owed;
  while (enough - tooLittle > 1n) {
    const middle = (tooLittle + enough) / 2n;
    const health = healthAfter(middle);
    if (!health.ok) return health;
    if (health.value >= targetHealthWad) enough = middle;
    else tooLittle = middle;
  }
  return { ok: true, value: enough };
}

function replacePosition(positions: readonly AavePosition[], changed: AavePosition): readonly AavePosition[] {
  return positions.map((position) => (position.asset === changed.asset ? changed : position));
}
