import type { ProposalMade } from '@gimbal/contracts/execution/v1/execution_events';
import { LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Decision } from '../decide/decision.js';
import type { ExposureRow } from '../executionState.js';
import type { Doubt } from '../market/feedDoubt.js';
import { ownedKey } from '../rowKeys.js';

/** The delta that a hedge may go by, or why there is none. */
export type SureDelta = { readonly ok: true; readonly deltaUsd: number } | ({ readonly ok: false } & Doubt);

/**
 * How far out a delta surely is while watched accounts have breaks: the least that it is whichever of facts and observations are
 * right. Hedged to its target by that, the delta is never pushed out on the other side. Nothing is surely out when that is within
 * the level, when a break can't be valued, or while a hard limit on breaks is passed.
 */
export function surelyOut(decision: Decision, { deltaUsd, breaks }: ExposureRow, level: number): SureDelta {
  const { downUsd, upUsd, unknown } = breaks;
  const refused = (reason: string): SureDelta => ({ ok: false, code: 'position_break', reason });
  const passed = passedBreakLimit(decision);
  if (passed !== undefined) return refused(passed);
  if (unknown !== '') return refused(unknown);
  const least = deltaUsd > 0 ? deltaUsd + downUsd : deltaUsd + upUsd;
  const isOut = Math.sign(least) === Math.sign(deltaUsd) && Math.abs(least) > level;
  if (isOut) return { ok: true, deltaUsd: least };
  const [from, to] = [deltaUsd + downUsd, deltaUsd + upUsd].map((usd) => usd.toFixed(2));
  return refused(
    `Expected a delta beyond ${level} USD whatever becomes of open breaks, was between ${from} and ${to}.`,
  );
}

/**
 * Why an approved hedge may not be sent: breaks that were found since, or a limit on them. Without any the market may have moved,
 * and what was approved was approved.
 */
export function brokenSince(decision: Decision, { portfolioId, level }: ProposalMade): Doubt | undefined {
  const { state, desk } = decision;
  const exposure = state.exposures.get(ownedKey(desk.rootKey, portfolioId));
  if (exposure === undefined) return undefined;
  const { downUsd, upUsd, unknown } = exposure.breaks;
  if (downUsd === 0 && upUsd === 0 && unknown === '') {
    const reason = passedBreakLimit(decision);
    return reason === undefined ? undefined : { code: 'position_break', reason };
  }
  const sure = surelyOut(decision, exposure, level);
  return sure.ok ? undefined : sure;
}

/** By a hard limit on breaks the desk says itself how much doubt is too much. */
function passedBreakLimit({ state, desk }: Decision): string | undefined {
  for (const breachId of desk.openBreachIds) {
    const opened = state.breaches.get(ownedKey(desk.rootKey, breachId))?.opened;
    if (opened === undefined || !opened.path.startsWith('breaks/')) continue;
    if (opened.severity === LimitSeverity.LIMIT_SEVERITY_SOFT) continue;
    return `Expected ${opened.path} of ${opened.portfolioId} within ${opened.level} (${opened.limitId}), was ${opened.value}.`;
  }
  return undefined;
}
