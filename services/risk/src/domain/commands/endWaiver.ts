import { event } from '@gimbal/contracts';
import { WaiverEnded } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { EndWaiverRequest } from '@gimbal/contracts/risk/v1/risk_service';
import type { CommandDecision, Principal, Step } from '@gimbal/projection';
import type { RiskState } from '../riskState.js';
import { nameRefusal } from './fields.js';
import { liveWaiver } from './liveWaiver.js';
import { ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';

/** Refuses a waiver that was asked for, or takes back one in force. The limit holds again from the next step on. */
export function endWaiver(
  state: RiskState,
  step: Step,
  principal: Principal,
  request: EndWaiverRequest,
): CommandDecision {
  const { portfolioId, waiverId, reason } = request;
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const wrong = nameRefusal('reason', reason);
  if (wrong !== undefined) return wrong;
  const found = liveWaiver(state, step, principal, portfolioId, waiverId);
  if (!found.ok) return found.refusal;
  const { limitId } = found.value.requested;
  const ended: WaiverEnded = { waiverId, portfolioId, limitId, endedBy: principal.subject, reason };
  return acceptedFact(own.value.portfolio.rootKey, portfolioId, principal, event(WaiverEnded, ended));
}
