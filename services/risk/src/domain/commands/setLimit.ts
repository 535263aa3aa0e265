import { event } from '@gimbal/contracts';
import { LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { SetLimitRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { formatDecimal } from '@gimbal/money';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { LIMITS_PER_PORTFOLIO_MAX } from '../../limits.js';
import { severityOf, sideOf } from '../limits/limitWatch.js';
import type { RiskState } from '../riskState.js';
import { limitKey } from '../rowKeys.js';
import { idRefusal } from './fields.js';
import { limitLevelsOf } from './limitLevelsOf.js';
import { type OwnPortfolio, ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { refusal, type Refusal } from './refusal.js';
import { treeRefusal } from './treeRefusal.js';
import { watchRefusal } from './watchRefusal.js';

/** Sets a limit that isn't there. One principal may tie the desk's hands; to loosen or move what is tied takes two. */
export function setLimit(state: RiskState, principal: Principal, request: SetLimitRequest): CommandDecision {
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const { portfolioId, limitId, component, accountId, path, scope } = request;
  const wrong =
    idRefusal('limit_id', limitId) ??
    watchRefusal(state, own.value, request) ??
    placeRefusal(state, own.value, limitId);
  if (wrong !== undefined) return wrong;
  const side = sideOf(request);
  const levels = limitLevelsOf(request, component, side);
  if (!levels.ok) return levels.refusal;
  const set: LimitSet = {
    portfolioId,
    limitId,
    component,
    accountId,
    level: formatDecimal(levels.value.level),
    closeLevel: formatDecimal(levels.value.closeLevel),
    target: formatDecimal(levels.value.target),
    setBy: principal.subject,
    path,
    scope,
    severity: severityOf(request),
    side,
    approvedBy: '',
    changeId: '',
  };
  return (
    treeRefusal(state, own.value, set) ??
    acceptedFact(own.value.portfolio.rootKey, portfolioId, principal, event(LimitSet, set))
  );
}

function placeRefusal(state: RiskState, { key, portfolio }: OwnPortfolio, limitId: string): Refusal | undefined {
  const held = state.limits.get(limitKey(key, limitId));
  if (held !== undefined && !held.isRemoved) {
    const message = `Expected a limit that isn't set, ${limitId} stands at ${held.limit.level}: ProposeLimitChange asks another principal to change it.`;
    return refusal('FAILED_PRECONDITION', 'limit_id', message);
  }
  if (held?.openBreachId !== undefined && held.openBreachId !== '') {
    const message = `Expected the breach of the removed limit to be closed, ${held.openBreachId} closes with the next exposure.`;
    return refusal('FAILED_PRECONDITION', 'limit_id', message);
  }
  // Removed ones count as well: their rows stay, for the sake of their breaches.
  if (held !== undefined || portfolio.limitIds.length < LIMITS_PER_PORTFOLIO_MAX) return undefined;
  const message = `Expected at most ${LIMITS_PER_PORTFOLIO_MAX} limits in a portfolio, it has them.`;
  return refusal('FAILED_PRECONDITION', 'limit_id', message);
}
