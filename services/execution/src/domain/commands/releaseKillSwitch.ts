import { event } from '@gimbal/contracts';
import { KillSwitchReleased, KillSwitchReleaseRequested } from '@gimbal/contracts/execution/v1/execution_events';
import type { ReleaseKillSwitchRequest } from '@gimbal/contracts/execution/v1/execution_service';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { deskDraft } from '../decide/decision.js';
import type { ExecutionState } from '../executionState.js';
import { refusal } from './refusal.js';
import { rootDesk } from './rootDesk.js';

/** The first call asks for the release, the second, by another principal, releases. */
export function releaseKillSwitch(
  state: ExecutionState,
  principal: Principal,
  { portfolioId }: ReleaseKillSwitchRequest,
): CommandDecision {
  const found = rootDesk(state, principal.tenant, portfolioId);
  if (!found.ok) return found.refused;
  const { engaged, releaseRequestedBy: requestedBy } = found.desk.killSwitch;
  const { subject } = principal;
  if (!engaged) {
    return refusal('FAILED_PRECONDITION', 'portfolio_id', 'Expected the kill switch to be engaged, was released.');
  }
  if (requestedBy === subject) {
    const message = `Expected a second person to release the kill switch, was ${subject}, who asked for it.`;
    return refusal('PERMISSION_DENIED', '', message);
  }
  const said =
    requestedBy === ''
      ? event(KillSwitchReleaseRequested, { portfolioId, requestedBy: subject })
      : event(KillSwitchReleased, { portfolioId, requestedBy, confirmedBy: subject });
  return { kind: 'accepted', drafts: [deskDraft(found.desk, said, portfolioId, subject)] };
}
