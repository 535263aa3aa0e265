import type { LiquidatableAccount } from './account.js';
import type { AaveRuleset } from './aaveRuleset.js';
import type { AaveAccountFailure, AaveResult, LiquidationRefusal } from './failures.js';
import type { Liquidation, LiquidationRequest } from './liquidation.js';

type Called = AaveResult<Liquidation, AaveAccountFailure | LiquidationRefusal>;

/**
 * The liquidation that repays most of what the rules allow. From v3.3 on the most that the close factor allows may leave
 * dust and be refused; then it is the largest amount below that leaves enough of both, found by bisection, since a
 * smaller repayment leaves more. Refused as the whole offer would be when no amount will do.
 */
export function largestLiquidation(
  ruleset: Pick<AaveRuleset, 'liquidationCall' | 'debtBalance'>,
  account: LiquidatableAccount,
  request: Omit<LiquidationRequest, 'debtToCover'>,
): Called {
  const offer = (debtToCover: bigint | 'max'): Called => ruleset.liquidationCall(account, { ...request, debtToCover });
  const whole = offer('max');
  if (!leavesDust(whole)) return whole;
  const reserve = account.reserves.find(({ asset }) => asset === request.debtAsset);
  const position = account.positions.find(({ asset }) => asset === request.debtAsset);
  if (reserve === undefined || position === undefined) return whole;
  let enough = 0n;
  let tooMuch = ruleset.debtBalance(position.scaledVariableDebt, reserve.variableBorrowIndexRay);
  while (tooMuch - enough > 1n) {
    const middle = (enough + tooMuch) / 2n;
    if (leavesDust(offer(middle))) tooMuch = middle;
    else enough = middle;
  }
  const found = offer(enough);
  return found.ok ? found : whole;
}

function leavesDust(called: Called): boolean {
  return !called.ok && called.failure.code === 'MustNotLeaveDust';
}
