import type { ExecutionState } from '../executionState.js';
import type { Doubt } from '../market/feedDoubt.js';
import { lendingAccountId } from '../rowKeys.js';

/**
 * Why nothing may be sent for an account: what it holds by the facts isn't what was observed. The break may be watched for the
 * tenant, or be public, as everything on a chain is.
 */
export function breakDoubt({ positionBreaks }: ExecutionState, tenant: string, accountId: string): Doubt | undefined {
  const names = [lendingAccountId(tenant, accountId), lendingAccountId('', accountId)];
  const [open] = names.flatMap((name) => positionBreaks.get(name) ?? []);
  if (open === undefined) return undefined;
  const { place, instrumentId, difference } = open;
  const reason = `Expected the positions of ${accountId} to be what was observed, ${instrumentId} at ${place} differs by ${difference}.`;
  return { code: 'position_break', reason };
}
