import { event } from '@gimbal/contracts';
import {
  ExecutionMode,
  ProposalDeclined,
  ProposalMade,
  type ProposedAction,
} from '@gimbal/contracts/execution/v1/execution_events';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Draft } from '@gimbal/projection';
import type { BreachRow, ProposalRow } from '../executionState.js';
import { cureDelta } from '../hedge/cureDelta.js';
import { payloadHash } from '../payloadHash.js';
import { cureHealth } from '../repay/cureHealth.js';
import { ownedKey, proposalIdOf } from '../rowKeys.js';
import { spendOfAction } from '../wallet/spend.js';
import { type Cure, type CureNeed, noCure } from './cure.js';
import { type Decision, deskDraft } from './decision.js';
import { neededCure } from './neededCure.js';

/**
 * A proposal for each open breach without one under way, or the reason why there is none, said once. Loans come first:
 * a liquidation costs more than a delta, and both may want the same balance.
 */
export function proposeCures(decision: Decision, live: readonly ProposalRow[], filledNow: boolean): readonly Draft[] {
  const { state, desk } = decision;
  if (!proposes(desk.mode) || filledNow) return [];
  const curing = new Set(live.map(({ made }) => made.breachId));
  const setAside = live.flatMap(({ made }) => (made.action === undefined ? [] : spendOfAction(made.action)));
  const drafts: Draft[] = [];
  for (const breach of loansFirst(
    desk.openBreachIds.flatMap((id) => state.breaches.get(ownedKey(desk.rootKey, id)) ?? []),
  )) {
    if (curing.has(breach.opened.breachId)) continue;
    const need = neededCure(decision, breach, setAside);
    if (need === undefined) continue;
    const cure = cureOf(decision, need);
    if (cure.ok) setAside.push(...spendOfAction(cure.action));
    drafts.push(...(cure.ok ? [proposal(decision, breach, need, cure)] : declined(decision, breach, cure)));
  }
  return drafts;
}

function proposes(mode: ExecutionMode): boolean {
  return mode === ExecutionMode.EXECUTION_MODE_PROPOSE || mode === ExecutionMode.EXECUTION_MODE_EXECUTE;
}

function loansFirst(breaches: readonly BreachRow[]): readonly BreachRow[] {
  const rank = ({ opened }: BreachRow): number =>
    opened.component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR ? 0 : 1;
  return [...breaches].sort((a, b) => rank(a) - rank(b));
}

function cureOf(decision: Decision, need: CureNeed): Cure {
  const { killSwitch } = decision.desk;
  if (killSwitch.engaged) {
    return noCure(
      'kill_switch_engaged',
      `Expected the kill switch to be released, was engaged by ${killSwitch.engagedBy}.`,
    );
  }
  // Without a principal behind the limit nobody could be told apart from the proposer.
  if (need.terms.setBy === '')
    return noCure('limit_setter_unknown', 'Expected to know who set the limit, its name is empty.');
  return need.opened.component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR
    ? cureHealth(decision, need)
    : cureDelta(decision, need);
}

function proposal(decision: Decision, breach: BreachRow, need: CureNeed, cure: Extract<Cure, { ok: true }>): Draft {
  const { desk, context, config } = decision;
  const { portfolioId, breachId } = breach.opened;
  const proposalId = proposalIdOf(portfolioId, breachId, breach.proposalsMade + 1);
  const action: ProposedAction = cure.action;
  const made: ProposalMade = {
    proposalId,
    portfolioId,
    breachId,
    action,
    cost: cure.cost,
    valueBefore: need.value,
    valueAfter: cure.valueAfter,
    level: need.terms.level,
    payloadHash: payloadHash(action),
    proposedFor: need.terms.setBy,
    expiresAtUs: context.step.timeUs + BigInt(Math.round(config.proposalTtlSeconds * 1e6)),
    cut: context.cut,
    marks: [...cure.marks],
    rejectedAlternatives: [...cure.rejectedAlternatives],
  };
  return deskDraft(desk, event(ProposalMade, made), proposalId);
}

function declined(decision: Decision, breach: BreachRow, cure: Extract<Cure, { ok: false }>): readonly Draft[] {
  const { code, reason } = cure;
  if (breach.declinedCodes.includes(code)) return [];
  const { portfolioId, breachId } = breach.opened;
  const value: ProposalDeclined = { portfolioId, breachId, code, reason, cut: decision.context.cut };
  return [deskDraft(decision.desk, event(ProposalDeclined, value), breachId)];
}
