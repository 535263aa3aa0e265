import { event } from '@gimbal/contracts';
import { WaiverGranted } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { GrantWaiverRequest } from '@gimbal/contracts/risk/v1/risk_service';
import type { CommandDecision, Principal, Step } from '@gimbal/projection';
import type { RiskState } from '../riskState.js';
import { liveWaiver } from './liveWaiver.js';
import { ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { refusal } from './refusal.js';

/** Puts a requested waiver in force, by another principal than the one who asked. */
export function grantWaiver(
  state: RiskState,
  step: Step,
  principal: Principal,
  request: GrantWaiverRequest,
): CommandDecision {
  const { portfolioId, waiverId } = request;
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const found = liveWaiver(state, step, principal, portfolioId, waiverId);
  if (!found.ok) return found.refusal;
  const { requested, outcome } = found.value;
  if (outcome === 'granted')
    return refusal('FAILED_PRECONDITION', 'waiver_id', 'Expected a waiver that waits for a grant, was granted.');
  if (requested.requestedBy === principal.subject) {
    const message = `Expected a principal other than ${principal.subject}, who requested the waiver.`;
    return refusal('PERMISSION_DENIED', 'waiver_id', message);
  }
  const { limitId } = requested;
  const granted: WaiverGranted = { waiverId, portfolioId, limitId, grantedBy: principal.subject };
  return acceptedFact(own.value.portfolio.rootKey, portfolioId, principal, event(WaiverGranted, granted));
}
