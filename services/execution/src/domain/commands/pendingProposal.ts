import { ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { type DeskRow, deskOf, type ExecutionState, type ProposalRow } from '../executionState.js';
import { ownedKey } from '../rowKeys.js';
import { refusal, unknownProposal } from './refusal.js';

/** A proposal of the caller's tenant, whatever became of it. */
export function ownProposal(state: ExecutionState, principal: Principal, proposalId: string): ProposalRow | undefined {
  const rootKey = state.proposalOwners.get(ownedKey(principal.tenant, proposalId));
  return rootKey === undefined ? undefined : state.proposals.get(ownedKey(rootKey, proposalId));
}

/** A proposal of the caller's tenant that nobody has decided on yet, with its desk. */
export function pendingProposal(
  state: ExecutionState,
  principal: Principal,
  proposalId: string,
):
  | { readonly ok: true; readonly row: ProposalRow; readonly desk: DeskRow }
  | { readonly ok: false; readonly refused: CommandDecision } {
  const row = ownProposal(state, principal, proposalId);
  if (row === undefined) return { ok: false, refused: unknownProposal(proposalId) };
  if (row.state === ProposalState.PROPOSAL_STATE_PENDING) return { ok: true, row, desk: deskOf(state, row.rootKey) };
  const message = `Expected a pending proposal, was ${stateNames[row.state] ?? 'unknown'}${row.decidedBy === '' ? '' : `, decided by ${row.decidedBy}`}.`;
  return { ok: false, refused: refusal('FAILED_PRECONDITION', 'proposal_id', message) };
}

const stateNames: Readonly<Partial<Record<ProposalState, string>>> = {
  [ProposalState.PROPOSAL_STATE_APPROVED]: 'approved',
  [ProposalState.PROPOSAL_STATE_REFUSED]: 'refused',
  [ProposalState.PROPOSAL_STATE_EXPIRED]: 'expired',
  [ProposalState.PROPOSAL_STATE_INTENDED]: 'sent',
  [ProposalState.PROPOSAL_STATE_FILLED]: 'filled',
  [ProposalState.PROPOSAL_STATE_REJECTED]: 'rejected by the venue',
};
