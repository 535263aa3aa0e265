import { isEvent } from '@gimbal/contracts';
import {
  OrderFilled,
  OrderIntended,
  OrderRejected,
  ProposalApproved,
  ProposalDeclined,
  ProposalExpired,
  ProposalMade,
  ProposalRefused,
} from '@gimbal/contracts/execution/v1/execution_events';
import { ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import { type InboundEvent, stepOf } from '@gimbal/projection';
import { shareOfLevel } from '../decide/breachValue.js';
import { type BreachRow, deskOf, type ExecutionState, type ProposalRow } from '../executionState.js';
import { ownedKey, tenantOfKey } from '../rowKeys.js';
import { foldFill } from './foldFill.js';

/** The life of proposals and orders, from the service's own stream. */
export function foldProposals(state: ExecutionState, event: InboundEvent): void {
  if (isEvent(event, ProposalMade)) foldMade(state, event.key, event.offset, event.value);
  else if (isEvent(event, ProposalDeclined)) foldDeclined(state, event.key, event.value);
  else if (isEvent(event, ProposalApproved)) {
    const { proposalId, approvedBy } = event.value;
    change(state, event.key, proposalId, { state: ProposalState.PROPOSAL_STATE_APPROVED, decidedBy: approvedBy });
  } else if (isEvent(event, ProposalRefused)) foldRefused(state, event.key, event.value);
  else if (isEvent(event, ProposalExpired)) {
    end(state, event.key, event.value.proposalId, { state: ProposalState.PROPOSAL_STATE_EXPIRED });
  } else if (isEvent(event, OrderIntended)) {
    const { proposalId, orderId, earliestFillUs } = event.value;
    const order = { orderId, earliestFillUs, intendedStep: stepOf(event.causationId) ?? 0 };
    change(state, event.key, proposalId, { state: ProposalState.PROPOSAL_STATE_INTENDED, order });
  } else if (isEvent(event, OrderFilled)) {
    end(state, event.key, event.value.proposalId, { state: ProposalState.PROPOSAL_STATE_FILLED, fill: event.value });
    foldFill(state, event.key, event.value, stepOf(event.causationId) ?? 0);
  } else if (isEvent(event, OrderRejected)) {
    const { proposalId, reason } = event.value;
    end(state, event.key, proposalId, { state: ProposalState.PROPOSAL_STATE_REJECTED, decisionReason: reason });
  }
}

function foldMade(state: ExecutionState, rootKey: string, madeOffset: number, made: ProposalMade): void {
  const desk = deskOf(state, rootKey);
  state.desks.set(rootKey, { ...desk, liveProposalIds: [...desk.liveProposalIds, made.proposalId] });
  state.proposalOwners.set(ownedKey(tenantOfKey(rootKey), made.proposalId), rootKey);
  state.proposals.set(ownedKey(rootKey, made.proposalId), {
    rootKey,
    made,
    madeOffset,
    state: ProposalState.PROPOSAL_STATE_PENDING,
    decidedBy: '',
    decisionReason: '',
    order: undefined,
    fill: undefined,
  });
  const fresh = { declinedCodes: [], refusedAtShare: undefined };
  changeBreach(state, rootKey, made.breachId, (row) => ({ ...row, ...fresh, proposalsMade: row.proposalsMade + 1 }));
}

function foldDeclined(state: ExecutionState, rootKey: string, declined: ProposalDeclined): void {
  changeBreach(state, rootKey, declined.breachId, (row) => ({
    ...row,
    declinedCodes: [...row.declinedCodes, declined.code],
  }));
}

function foldRefused(state: ExecutionState, rootKey: string, refused: ProposalRefused): void {
  const made = state.proposals.get(ownedKey(rootKey, refused.proposalId))?.made;
  end(state, rootKey, refused.proposalId, {
    state: ProposalState.PROPOSAL_STATE_REFUSED,
    decidedBy: refused.refusedBy,
    decisionReason: refused.reason,
  });
  if (made === undefined) return;
  changeBreach(state, rootKey, made.breachId, (row) => ({
    ...row,
    refusedAtShare: shareOfLevel(row.opened.component, made.valueBefore, made.level),
  }));
}

function change(state: ExecutionState, rootKey: string, proposalId: string, to: Partial<ProposalRow>): void {
  const key = ownedKey(rootKey, proposalId);
  const row = state.proposals.get(key);
  if (row !== undefined) state.proposals.set(key, { ...row, ...to });
}

/** A proposal that came to its end is no longer live, whichever end it was. */
function end(state: ExecutionState, rootKey: string, proposalId: string, to: Partial<ProposalRow>): void {
  change(state, rootKey, proposalId, to);
  const desk = deskOf(state, rootKey);
  state.desks.set(rootKey, { ...desk, liveProposalIds: desk.liveProposalIds.filter((id) => id !== proposalId) });
}

function changeBreach(state: ExecutionState, rootKey: string, id: string, to: (row: BreachRow) => BreachRow): void {
  const key = ownedKey(rootKey, id);
  const row = state.breaches.get(key);
  if (row !== undefined) state.breaches.set(key, to(row));
}
