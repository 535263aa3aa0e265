import { event } from '@gimbal/contracts';
import { LimitChangeProposed, type LimitSet, LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { ProposeLimitChangeRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { formatDecimal } from '@gimbal/money';
import type { CommandDecision, Principal, Step } from '@gimbal/projection';
import { LIMIT_CHANGE_TTL_US } from '../../limits.js';
import type { LimitRow } from '../limits/limitRows.js';
import { severityOf, sideOf } from '../limits/limitWatch.js';
import type { RiskState } from '../riskState.js';
import { limitChangeIdOf, ownedByTenantKey } from '../rowKeys.js';
import { nameRefusal } from './fields.js';
import { heldLimit } from './heldLimit.js';
import { limitLevelsOf } from './limitLevelsOf.js';
import { ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { type Checked, checked, invalid, refusal, refused, type Refusal } from './refusal.js';
import { treeRefusal } from './treeRefusal.js';
import { severityRefusal } from './watchRefusal.js';

/** Says what a limit should become, or that it should go. Nothing changes until another principal approves it in time. */
export function proposeLimitChange(
  state: RiskState,
  step: Step,
  principal: Principal,
  request: ProposeLimitChangeRequest,
): CommandDecision {
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const held = heldLimit(state, own.value, request.limitId);
  if (!held.ok) return held.refusal;
  const wrong =
    nameRefusal('reason', request.reason) ??
    severityRefusal(request.severity) ??
    pendingRefusal(state, step, principal.tenant, held.value);
  if (wrong !== undefined) return wrong;
  const proposed = changedLimit(held.value.limit, principal, request);
  if (!proposed.ok) return proposed.refusal;
  const outOfTree = request.remove ? undefined : treeRefusal(state, own.value, proposed.value);
  if (outOfTree !== undefined) return outOfTree;
  const { portfolioId, limitId } = request;
  const changeId = limitChangeIdOf(portfolioId, limitId, held.value.changes + 1);
  const change: LimitChangeProposed = {
    changeId,
    proposed: { ...proposed.value, changeId },
    removal: request.remove,
    reason: request.reason,
    expiresAtUs: step.timeUs + LIMIT_CHANGE_TTL_US,
  };
  return acceptedFact(own.value.portfolio.rootKey, portfolioId, principal, event(LimitChangeProposed, change));
}

/** One change at a time: two that stand side by side would be approved in an order that neither proposer saw. */
function pendingRefusal(state: RiskState, step: Step, tenant: string, row: LimitRow): Refusal | undefined {
  const pending = state.limitChanges.get(ownedByTenantKey(tenant, row.pendingChangeId));
  if (pending === undefined || pending.proposed.expiresAtUs <= step.timeUs) return undefined;
  const message = `Expected a limit without a pending change, ${row.pendingChangeId} waits for an approval.`;
  return refusal('FAILED_PRECONDITION', 'limit_id', message);
}

/** The limit as it would be; what the request leaves empty stays as it is. */
function changedLimit(limit: LimitSet, principal: Principal, request: ProposeLimitChangeRequest): Checked<LimitSet> {
  const by = { setBy: principal.subject, approvedBy: '', changeId: '' };
  if (request.remove) return checked({ ...limit, ...by });
  const texts = {
    level: request.level || limit.level,
    closeLevel: request.closeLevel || limit.closeLevel,
    target: request.target || limit.target,
  };
  const levels = limitLevelsOf(texts, limit.component, sideOf(limit));
  if (!levels.ok) return levels;
  const severity = request.severity === LimitSeverity.LIMIT_SEVERITY_UNSPECIFIED ? severityOf(limit) : request.severity;
  const changed: LimitSet = {
    ...limit,
    ...by,
    level: formatDecimal(levels.value.level),
    closeLevel: formatDecimal(levels.value.closeLevel),
    target: formatDecimal(levels.value.target),
    severity,
  };
  const isSame =
    changed.level === limit.level &&
    changed.closeLevel === limit.closeLevel &&
    changed.target === limit.target &&
    severity === severityOf(limit);
  return isSame ? refused(invalid('level', 'Expected a change, the limit stands as it is.')) : checked(changed);
}
