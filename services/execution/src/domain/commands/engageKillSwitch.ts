import { event } from '@gimbal/contracts';
import { KillSwitchEngaged } from '@gimbal/contracts/execution/v1/execution_events';
import type { EngageKillSwitchRequest } from '@gimbal/contracts/execution/v1/execution_service';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { REASON_CHARS_MAX } from '../../limits.js';
import { deskDraft } from '../decide/decision.js';
import type { ExecutionState } from '../executionState.js';
import { refusal } from './refusal.js';
import { rootDesk } from './rootDesk.js';

/** One person stops a tree of portfolios. Engaging again withdraws a release that was asked for. */
export function engageKillSwitch(
  state: ExecutionState,
  principal: Principal,
  { portfolioId, reason }: EngageKillSwitchRequest,
): CommandDecision {
  const found = rootDesk(state, principal.tenant, portfolioId);
  if (!found.ok) return found.refused;
  if (reason.length > REASON_CHARS_MAX) {
    return refusal(
      'INVALID_ARGUMENT',
      'reason',
      `Expected at most ${REASON_CHARS_MAX} characters, was ${reason.length} long.`,
    );
  }
  const { engaged, releaseRequestedBy } = found.desk.killSwitch;
  if (engaged && releaseRequestedBy === '') return { kind: 'accepted', drafts: [] };
  const value: KillSwitchEngaged = { portfolioId, engagedBy: principal.subject, reason };
  return {
    kind: 'accepted',
    drafts: [deskDraft(found.desk, event(KillSwitchEngaged, value), portfolioId, principal.subject)],
  };
}
