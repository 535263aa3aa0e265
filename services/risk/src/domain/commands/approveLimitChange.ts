import { event } from '@gimbal/contracts';
import { type LimitChangeProposed, LimitRemoved, LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { ApproveLimitChangeRequest } from '@gimbal/contracts/risk/v1/risk_service';
import type { CommandDecision, Principal, Step } from '@gimbal/projection';
import type { RiskState } from '../riskState.js';
import { heldLimit } from './heldLimit.js';
import { ownPortfolio } from './ownPortfolio.js';
import { pendingLimitChange } from './pendingLimitChange.js';
import { acceptedFact } from './portfolioDraft.js';
import { refusal, type Refusal } from './refusal.js';
import { treeRefusal } from './treeRefusal.js';

/**
 * The second pair of eyes: another principal than the proposer, in time on the domain clock. The tree of limits is looked
 * at again, since it may have moved under the proposal. An open breach is judged against the new levels by the next exposure.
 */
export function approveLimitChange(
  state: RiskState,
  step: Step,
  principal: Principal,
  request: ApproveLimitChangeRequest,
): CommandDecision {
  const { portfolioId, changeId } = request;
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const found = pendingLimitChange(state, principal, portfolioId, changeId);
  if (!found.ok) return found.refusal;
  const { proposed, removal } = found.value;
  if (proposed === undefined) return refusal('NOT_FOUND', 'change_id', 'Expected a proposed limit, found none.');
  const held = heldLimit(state, own.value, proposed.limitId);
  if (!held.ok) return held.refusal;
  const wrong =
    approverRefusal(found.value, principal, step) ?? (removal ? undefined : treeRefusal(state, own.value, proposed));
  if (wrong !== undefined) return wrong;
  const { setBy, limitId } = proposed;
  const approvedBy = principal.subject;
  const fact = removal
    ? event(LimitRemoved, { portfolioId, limitId, changeId, proposedBy: setBy, approvedBy })
    : event(LimitSet, { ...proposed, approvedBy, changeId });
  return acceptedFact(own.value.portfolio.rootKey, portfolioId, principal, fact);
}

function approverRefusal(change: LimitChangeProposed, principal: Principal, step: Step): Refusal | undefined {
  if (change.proposed?.setBy === principal.subject) {
    const message = `Expected an approver other than ${principal.subject}, who proposed the change.`;
    return refusal('PERMISSION_DENIED', 'change_id', message);
  }
  if (step.timeUs < change.expiresAtUs) return undefined;
  const lateSeconds = Number(step.timeUs - change.expiresAtUs) / 1e6;
  return refusal(
    'FAILED_PRECONDITION',
    'change_id',
    `Expected an approval before the change expired, was ${lateSeconds.toFixed(0)} s late.`,
  );
}
