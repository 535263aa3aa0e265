import { event } from '@gimbal/contracts';
import { LimitChangeRefused } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { RefuseLimitChangeRequest } from '@gimbal/contracts/risk/v1/risk_service';
import type { CommandDecision, Principal } from '@gimbal/projection';
import type { RiskState } from '../riskState.js';
import { nameRefusal } from './fields.js';
import { ownPortfolio } from './ownPortfolio.js';
import { pendingLimitChange } from './pendingLimitChange.js';
import { acceptedFact } from './portfolioDraft.js';

/** Ends a proposed change; the proposer may take it back in this way. */
export function refuseLimitChange(
  state: RiskState,
  principal: Principal,
  request: RefuseLimitChangeRequest,
): CommandDecision {
  const { portfolioId, changeId, reason } = request;
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const wrong = nameRefusal('reason', reason);
  if (wrong !== undefined) return wrong;
  const found = pendingLimitChange(state, principal, portfolioId, changeId);
  if (!found.ok) return found.refusal;
  const limitId = found.value.proposed?.limitId ?? '';
  const value: LimitChangeRefused = { changeId, portfolioId, limitId, refusedBy: principal.subject, reason };
  return acceptedFact(own.value.portfolio.rootKey, portfolioId, principal, event(LimitChangeRefused, value));
}
