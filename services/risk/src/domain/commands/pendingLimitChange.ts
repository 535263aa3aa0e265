import type { LimitChangeProposed } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Principal } from '@gimbal/projection';
import type { RiskState } from '../riskState.js';
import { ownedByTenantKey } from '../rowKeys.js';
import { type Checked, checked, refusal, refused } from './refusal.js';

/** A proposed change of a limit of the portfolio that nobody has decided. It may be past its time. */
export function pendingLimitChange(
  state: RiskState,
  principal: Principal,
  portfolioId: string,
  changeId: string,
): Checked<LimitChangeProposed> {
  const row = state.limitChanges.get(ownedByTenantKey(principal.tenant, changeId));
  if (row === undefined || row.proposed.proposed?.portfolioId !== portfolioId) {
    const message = `Expected a change of a limit of ${portfolioId}, found none with the id ${JSON.stringify(changeId.slice(0, 256))}.`;
    return refused(refusal('NOT_FOUND', 'change_id', message));
  }
  if (row.outcome === 'pending') return checked(row.proposed);
  return refused(refusal('FAILED_PRECONDITION', 'change_id', `Expected a pending change, was ${row.outcome}.`));
}
