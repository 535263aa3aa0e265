import { event } from '@gimbal/contracts';
import { ProposalRefused } from '@gimbal/contracts/execution/v1/execution_events';
import type { RefuseProposalRequest } from '@gimbal/contracts/execution/v1/execution_service';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { REASON_CHARS_MAX } from '../../limits.js';
import { deskDraft } from '../decide/decision.js';
import type { ExecutionState } from '../executionState.js';
import { pendingProposal } from './pendingProposal.js';
import { refusal } from './refusal.js';

/** Anybody of the desk may say no, also the principal it was proposed for, in every mode. */
export function refuseProposal(
  state: ExecutionState,
  principal: Principal,
  { proposalId, reason }: RefuseProposalRequest,
): CommandDecision {
  const found = pendingProposal(state, principal, proposalId);
  if (!found.ok) return found.refused;
  if (reason.length > REASON_CHARS_MAX) {
    return refusal(
      'INVALID_ARGUMENT',
      'reason',
      `Expected at most ${REASON_CHARS_MAX} characters, was ${reason.length} long.`,
    );
  }
  const { portfolioId } = found.row.made;
  const refused: ProposalRefused = { proposalId, portfolioId, refusedBy: principal.subject, reason };
  return {
    kind: 'accepted',
    drafts: [deskDraft(found.desk, event(ProposalRefused, refused), proposalId, principal.subject)],
  };
}
