import type { RiskState } from '../riskState.js';
import type { AccrualDraft } from './accrualDraft.js';
import type { StepMarks } from './marksOfLeg.js';
import { COLUMN } from './pnlColumns.js';
import type { PnlLeg } from './pnlRows.js';
import { unitFeesUsd } from './poolFees.js';

/** The part of a range's delta that a holder of the period's beginning would have had too, and the part that he wouldn't. */
export function holdTerms(draft: AccrualDraft, at: number, units: number, move: number): void {
  const hold = orElse(draft.get(COLUMN.hold, at), units);
  const dayHold = orElse(draft.get(COLUMN.dayHold, at), units);
  draft.set(COLUMN.hold, at, hold);
  draft.set(COLUMN.dayHold, at, dayHold);
  draft.addTerm(COLUMN.delta, at, hold * move);
  draft.addTerm(COLUMN.impermanentLoss, at, (units - hold) * move);
  draft.set(COLUMN.dayHoldGap, at, draft.get(COLUMN.dayHoldGap, at) + (dayHold - hold) * move);
}

/** Liquidity that is added holds what it was added with; liquidity that is taken takes its share of what is held. */
export function moveHolds(
  draft: AccrualDraft,
  leg: PnlLeg,
  at: number,
  before: number,
  now: number,
  marks: StepMarks,
): void {
  if (before === now) return;
  const mark = marks.to.markOf(leg.markIndex);
  for (const column of [COLUMN.hold, COLUMN.dayHold]) {
    const hold = draft.get(column, at);
    if (Number.isNaN(hold)) continue;
    const isReduced = Math.abs(now) < Math.abs(before);
    if (before === 0 || now === 0) draft.set(column, at, Number.NaN);
    else draft.set(column, at, isReduced ? (hold * now) / before : hold + (now - before) * (mark?.delta ?? 0));
  }
}

/** What the position earned of its pool’s fees since the last step. */
export function liquidityFees(
  state: RiskState,
  draft: AccrualDraft,
  leg: PnlLeg,
  at: number,
  held: number,
  spotUsd: number,
): void {
  if (leg.range === undefined) return;
  const pool = state.pnlPools.get(leg.range.poolKey);
  const growth0 = draft.get(COLUMN.anchor0, at);
  if (pool === undefined || Number.isNaN(growth0)) return;
  const unit = unitFeesUsd(leg.range.poolKey, leg.range, pool, growth0, draft.get(COLUMN.anchor1, at), spotUsd);
  draft.accrue(COLUMN.lpFees, at, held * unit);
}

function orElse(value: number, other: number): number {
  return Number.isNaN(value) ? other : value;
}
