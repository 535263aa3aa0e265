import { event } from '@gimbal/contracts';
import { ProposalExpired } from '@gimbal/contracts/execution/v1/execution_events';
import type { ProposalRow } from '../executionState.js';
import type { Ended } from './decideExecution.js';
import { type Decision, deskDraft } from './decision.js';

/**
 * Proposals that nobody acts on any more: past their time on the domain clock, approved or not, or for a breach that
 * closed by itself, whose cure would now push the book out on the other side. What is sent can't expire.
 */
export function expireProposals(decision: Decision, live: readonly ProposalRow[]): Ended {
  const { desk, context } = decision;
  const over = live.filter(({ made, order }) => {
    if (order !== undefined) return false;
    return made.expiresAtUs <= context.step.timeUs || !desk.openBreachIds.includes(made.breachId);
  });
  return {
    drafts: over.map(({ made: { proposalId, portfolioId } }) =>
      deskDraft(desk, event(ProposalExpired, { proposalId, portfolioId }), proposalId),
    ),
    endedIds: new Set(over.map(({ made }) => made.proposalId)),
  };
}
