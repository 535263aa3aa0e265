import { event } from '@gimbal/contracts';
import { ExecutionMode, OrderIntended } from '@gimbal/contracts/execution/v1/execution_events';
import { ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import type { Draft } from '@gimbal/projection';
import type { ProposalRow } from '../executionState.js';
import { orderIdOf } from '../rowKeys.js';
import { type Decision, deskDraft } from './decision.js';

/**
 * Intents for what is approved, in mode execute with the kill switch released. An intent is in the log, acknowledged,
 * before anything is done about it: it fills in a later step, and not before its delay is over.
 */
export function intendOrders(decision: Decision, live: readonly ProposalRow[]): readonly Draft[] {
  const { desk, context, config } = decision;
  if (desk.mode !== ExecutionMode.EXECUTION_MODE_EXECUTE || desk.killSwitch.engaged) return [];
  const earliestFillUs = context.step.timeUs + BigInt(Math.round(config.delaySeconds * 1e6));
  return live
    .filter(({ state }) => state === ProposalState.PROPOSAL_STATE_APPROVED)
    .map(({ made: { proposalId, portfolioId, action } }) => {
      const orderId = orderIdOf(proposalId);
      return deskDraft(
        desk,
        event(OrderIntended, { orderId, proposalId, portfolioId, action, earliestFillUs }),
        orderId,
      );
    });
}
