import type { DecideContext, Draft } from '@gimbal/projection';
import type { ExecutionConfig } from '../../config.js';
import type { ExecutionState, ProposalRow } from '../executionState.js';
import { ownedKey } from '../rowKeys.js';
import type { Decision } from './decision.js';
import { expireProposals } from './expireProposals.js';
import { fillOrders } from './fillOrders.js';
import { intendOrders } from './intendOrders.js';
import { proposeCures } from './proposeCures.js';

/** What one part of the decision wrote, and the proposals that came to their end by it. */
export interface Ended {
  readonly drafts: readonly Draft[];
  readonly endedIds: ReadonlySet<string>;
}

/**
 * What a step does, desk by desk: old proposals expire, approved ones become intents, intents of earlier steps fill or
 * are rejected, and breaches without a cure under way get one proposed. Desks go by key and not by first appearance,
 * so that a state read back from a store decides the same.
 */
export function decideExecution(
  state: ExecutionState,
  context: DecideContext,
  config: ExecutionConfig,
): readonly Draft[] {
  return [...state.desks.keys()].sort().flatMap((rootKey) => {
    const desk = state.desks.get(rootKey);
    return desk === undefined ? [] : decideDesk({ state, context, config, desk });
  });
}

function decideDesk(decision: Decision): readonly Draft[] {
  const { state, desk } = decision;
  const live = desk.liveProposalIds.flatMap((id) => state.proposals.get(ownedKey(desk.rootKey, id)) ?? []);
  const expired = expireProposals(decision, live);
  const unexpired = without(live, expired);
  const intents = intendOrders(decision, unexpired);
  const outcomes = fillOrders(decision, unexpired);
  const cures = proposeCures(decision, without(unexpired, outcomes), outcomes.filled);
  return [...expired.drafts, ...intents, ...outcomes.drafts, ...cures];
}

function without(live: readonly ProposalRow[], ended: Ended): readonly ProposalRow[] {
  return live.filter((row) => !ended.endedIds.has(row.made.proposalId));
}
