import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import type { AccrualDraft } from './accrualDraft.js';
import { anchorLeg, powerPerpDeployment } from './anchorLeg.js';
import { lendingTerms, signedUnits } from './lendingTerms.js';
import { holdTerms, liquidityFees, moveHolds } from './liquidityHolds.js';
import type { StepMarks, UnitMark } from './marksOfLeg.js';
import { COLUMN } from './pnlColumns.js';
import type { PnlAccrual, PnlLeg } from './pnlRows.js';
import type { Holdings } from './readHoldings.js';
import { stepTerms } from './stepTerms.js';

/** The marks of both ends of the step, by underlying. */
export type MarksOf = (underlying: string) => StepMarks;

/** What a step is made of, the same for each leg. */
export interface StepInputs {
  readonly marksOf: MarksOf;
  readonly before: Pick<PnlAccrual, 'lending' | 'step'>;
  readonly holdings: Holdings;
  readonly prices: Float64Array;
  readonly basis: PortfolioBasis;
}

/** Takes one leg over the step, and returns its value at the end. */
export function advanceLeg(state: RiskState, draft: AccrualDraft, leg: PnlLeg, at: number, inputs: StepInputs): number {
  const { before, holdings, prices, basis } = inputs;
  const marks = inputs.marksOf(leg.underlying);
  const heldBefore = draft.get(COLUMN.quantity, at);
  const isLending = leg.kind === 'supply' || leg.kind === 'debt';
  const standing = holdings.lending.get(at);
  const heldNow = isLending ? signedUnits(leg, standing) : holdings.quantities[at]!;
  const receivableBefore = draft.get(COLUMN.receivable, at);
  if (heldBefore === 0 && heldNow === 0) {
    draft.closeStep(
      at,
      receivableBefore,
      draft.get(COLUMN.receivable, at),
      basis.step.number,
      Number(basis.step.timeUs),
    );
    return draft.get(COLUMN.receivable, at);
  }
  const priceBefore = draft.get(COLUMN.price, at);
  const price = prices[at]!;
  const valueBefore = (Number.isNaN(priceBefore) ? 0 : heldBefore * priceBefore) + receivableBefore;
  if (heldBefore !== 0) {
    // What stood in the book before anybody had marked it comes in with its first mark.
    if (Number.isNaN(priceBefore) && !Number.isNaN(price)) draft.addFlow(at, heldBefore * price);
    else attribute(state, draft, leg, at, heldBefore, marks);
  }
  if (isLending)
    lendingTerms(state, draft, leg, at, {
      before: before.lending.get(at),
      now: standing,
      price,
      heldBefore,
      heldNow,
      basis,
    });
  if (leg.kind === 'liquidity') moveHolds(draft, leg, at, heldBefore, heldNow, marks);
  anchorLeg(state, draft, leg, at);
  draft.set(COLUMN.quantity, at, heldNow);
  draft.set(COLUMN.price, at, heldNow === 0 ? Number.NaN : price);
  const value = (heldNow === 0 || Number.isNaN(price) ? 0 : heldNow * price) + draft.get(COLUMN.receivable, at);
  draft.closeStep(at, valueBefore, value, basis.step.number, Number(basis.step.timeUs));
  return value;
}

/** The change of what was held before the step, term by term. */
function attribute(
  state: RiskState,
  draft: AccrualDraft,
  leg: PnlLeg,
  at: number,
  held: number,
  marks: StepMarks,
): void {
  const { markIndex, kind } = leg;
  liquidityFees(state, draft, leg, at, held, marks.to.frame?.spotUsd ?? 0);
  if (marks.from === marks.to) return;
  const from = heldMark(marks.from.markOf(markIndex), held);
  const to = marks.to.markOf(markIndex);
  if (from === undefined || to === undefined) return;
  const known = draft.get(COLUMN.anchor0, at);
  const factor = kind === 'powerPerp' ? state.pnlNormFactors.get(powerPerpDeployment(leg.legId)) : undefined;
  const normFactorChange = factor === undefined || Number.isNaN(known) ? 0 : factor / known - 1;
  stepTerms(kind, from, to, { normFactorChange }, (column, unitUsd) => {
    const usd = held * unitUsd;
    if (column === COLUMN.delta && kind === 'liquidity')
      holdTerms(draft, at, held * from.delta, to.spotUsd - from.spotUsd);
    else if (column === COLUMN.funding && kind !== 'powerPerp') draft.accrue(column, at, usd);
    else draft.addTerm(column, at, usd);
  });
}

/** The mark as it is for what is held: of a charged short one unit carries what makes the whole pay its charge. */
function heldMark(mark: UnitMark | undefined, held: number): UnitMark | undefined {
  if (mark === undefined || held >= 0 || mark.shortCharge === 0) return mark;
  return { ...mark, carry: mark.carry - mark.shortCharge };
}
