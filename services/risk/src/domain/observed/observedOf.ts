import type { AccountRow, RiskState } from '../riskState.js';
import type { ObservedAccountRow } from './observedRows.js';

/** What is observed of an attached account; one that is watched for another tenant looks as if nobody observed it. */
export function observedOf(
  { observedAccounts }: RiskState,
  { accountId, tenant }: AccountRow,
): ObservedAccountRow | undefined {
  if (observedAccounts.size === 0) return undefined;
  const row = observedAccounts.get(accountId);
  return row?.tenant === undefined || row.tenant === tenant ? row : undefined;
}
