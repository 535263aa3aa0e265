import { event } from '@gimbal/contracts';
import { ExecutionMode, ProposalApproved } from '@gimbal/contracts/execution/v1/execution_events';
import type { ApproveProposalRequest } from '@gimbal/contracts/execution/v1/execution_service';
import type { CommandDecision, Principal, Step } from '@gimbal/projection';
import { deskDraft } from '../decide/decision.js';
import type { ExecutionState } from '../executionState.js';
import { pendingProposal } from './pendingProposal.js';
import { refusal } from './refusal.js';

const MODES_OF_APPROVAL: ReadonlySet<ExecutionMode> = new Set([
  ExecutionMode.EXECUTION_MODE_PROPOSE,
  ExecutionMode.EXECUTION_MODE_EXECUTE,
]);

/**
 * The second pair of eyes. The approver isn't the principal that the proposal was made for, says by its hash which
 * action was seen, and is in time on the domain clock.
 */
export function approveProposal(
  state: ExecutionState,
  step: Step,
  principal: Principal,
  { proposalId, payloadHash }: ApproveProposalRequest,
): CommandDecision {
  const found = pendingProposal(state, principal, proposalId);
  if (!found.ok) return found.refused;
  const { made } = found.row;
  const { mode, killSwitch } = found.desk;
  const fail = (field: string, message: string): CommandDecision => refusal('FAILED_PRECONDITION', field, message);
  if (made.proposedFor === principal.subject) {
    const message = `Expected an approver other than ${principal.subject}, for whom the proposal was made.`;
    return refusal('PERMISSION_DENIED', 'proposal_id', message);
  }
  if (!MODES_OF_APPROVAL.has(mode)) return fail('proposal_id', 'Expected the mode propose or execute, was observe.');
  if (killSwitch.engaged) {
    return fail('proposal_id', `Expected the kill switch to be released, was engaged by ${killSwitch.engagedBy}.`);
  }
  if (made.expiresAtUs <= step.timeUs) {
    const lateSeconds = Number(step.timeUs - made.expiresAtUs) / 1e6;
    return fail(
      'proposal_id',
      `Expected an approval before the proposal expired, was ${lateSeconds.toFixed(0)} s late.`,
    );
  }
  if (!payloadHash.equals(made.payloadHash)) {
    const [expected, found] = [made.payloadHash, payloadHash].map((hash) => hash.subarray(0, 8).toString('hex'));
    return fail(
      'payload_hash',
      `Expected the hash of the proposed action (${expected}…), was ${found === '' ? 'empty' : `${found}…`}.`,
    );
  }
  const { portfolioId } = made;
  const approved: ProposalApproved = {
    proposalId,
    portfolioId,
    approvedBy: principal.subject,
    payloadHash: made.payloadHash,
  };
  return {
    kind: 'accepted',
    drafts: [deskDraft(found.desk, event(ProposalApproved, approved), proposalId, principal.subject)],
  };
}
