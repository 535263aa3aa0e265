import { event } from '@gimbal/contracts';
import {
  ActionKind,
  ExecutionMode,
  OrderFilled,
  OrderRejected,
  type ProposedAction,
} from '@gimbal/contracts/execution/v1/execution_events';
import type { Draft } from '@gimbal/projection';
import type { OrderRow, ProposalRow } from '../executionState.js';
import { brokenSince } from '../hedge/surelyOut.js';
import { fillHedge } from '../venue/fillHedge.js';
import { fillRepay } from '../venue/fillRepay.js';
import { type FillResult, rejected } from '../venue/fillResult.js';
import { type Spend, spendOfFill } from '../wallet/spend.js';
import type { Ended } from './decideExecution.js';
import { ownedKey } from '../rowKeys.js';
import { type Decision, deskDraft } from './decision.js';
import { exposureDoubt } from './exposureDoubt.js';

export interface Outcomes extends Ended {
  readonly filled: boolean;
}

/** Fills or rejects, at this step's market, the orders that an earlier step intended and whose delay is over. */
export function fillOrders(decision: Decision, live: readonly ProposalRow[]): Outcomes {
  const { desk, context } = decision;
  const drafts: Draft[] = [];
  const endedIds = new Set<string>();
  const spent: Spend[] = [];
  for (const proposal of live) {
    const { order } = proposal;
    const { action, proposalId, portfolioId } = proposal.made;
    if (order === undefined || action === undefined || !isDue(order, decision)) continue;
    const result = stoppedBy(decision, proposal, action) ?? fillAction(decision, proposal, action, spent);
    const named = { orderId: order.orderId, proposalId, portfolioId };
    endedIds.add(proposalId);
    if (!result.ok) {
      drafts.push(
        deskDraft(desk, event(OrderRejected, { ...named, code: result.code, reason: result.reason }), order.orderId),
      );
      continue;
    }
    const filled: OrderFilled = {
      ...named,
      ...placesOf(action),
      ...result.fill,
      venueTradeId: order.orderId,
      filledAtUs: context.step.timeUs,
      cut: context.cut,
    };
    spent.push(...spendOfFill(filled));
    drafts.push(deskDraft(desk, event(OrderFilled, filled), order.orderId));
  }
  return { drafts, endedIds, filled: spent.length > 0 };
}

function isDue(order: OrderRow, { context: { step } }: Decision): boolean {
  return order.intendedStep < step.number && order.earliestFillUs <= step.timeUs;
}

/** The gloves once more, at the last moment before the venue. */
function stoppedBy(decision: Decision, { made }: ProposalRow, action: ProposedAction): FillResult | undefined {
  const { desk, config, state } = decision;
  if (desk.killSwitch.engaged) {
    const reason = `Expected the kill switch to be released, was engaged by ${desk.killSwitch.engagedBy}.`;
    return { ok: false, code: 'kill_switch_engaged', reason };
  }
  if (desk.mode !== ExecutionMode.EXECUTION_MODE_EXECUTE) {
    return { ok: false, code: 'mode_not_execute', reason: 'Expected the mode execute, was set back after the intent.' };
  }
  if (!config.allowedVenues.includes(action.venue)) {
    const reason = `Expected a venue of ${config.allowedVenues.join(', ')}, was ${action.venue}.`;
    return { ok: false, code: 'venue_not_allowed', reason };
  }
  for (const accountId of [action.accountId, action.payingAccountId]) {
    if (state.accounts.get(ownedKey(desk.rootKey, accountId))?.observed !== true) continue;
    return rejected('account_observed', `Expected an account that is traded here, ${accountId} is watched.`);
  }
  if (action.kind !== ActionKind.ACTION_KIND_HEDGE) return undefined;
  const doubt = exposureDoubt(decision, made.portfolioId);
  if (doubt !== undefined) return rejected(doubt.code, doubt.reason);
  const broken = brokenSince(decision, made);
  return broken === undefined ? undefined : rejected(broken.code, broken.reason);
}

function fillAction(
  decision: Decision,
  proposal: ProposalRow,
  action: ProposedAction,
  spent: readonly Spend[],
): FillResult {
  if (action.kind === ActionKind.ACTION_KIND_REPAY) return fillRepay(decision, action, spent);
  return fillHedge(decision, action, proposal.made.marks, spent);
}

function placesOf(action: ProposedAction) {
  const { kind, venue, accountId, instrumentId, quoteInstrumentId, payingAccountId, deployment } = action;
  return { kind, venue, accountId, instrumentId, quoteInstrumentId, payingAccountId, deployment };
}
