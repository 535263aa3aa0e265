import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { AccountRow, RiskState } from '../riskState.js';
import { AccrualDraft } from './accrualDraft.js';
import { advanceLeg, type StepInputs } from './advanceLeg.js';
import { advancePlainLeg, isPlainStep } from './advancePlainLeg.js';
import { applyActivity } from './applyActivity.js';
import { type LegBook, NO_LEGS, openLegBook } from './legBook.js';
import { type LegPlan, legPlan } from './legPlan.js';
import { stepMarks } from './marksOfLeg.js';
import { observedFlows } from './observedFlows.js';
import { COLUMN, NO_COLUMNS } from './pnlColumns.js';
import type { PnlAccrual, PnlActivity, PnlLegs } from './pnlRows.js';
import { readHoldings } from './readHoldings.js';
import { type StepUnits, stepUnits } from './stepUnits.js';

/** The legs of a portfolio and what has become of them. */
export interface PnlStanding {
  readonly legs: PnlLegs;
  readonly accrual: PnlAccrual;
}

const NOTHING: Pick<PnlAccrual, 'columns' | 'flowsUsd' | 'grossUsd' | 'lending' | 'step'> = {
  columns: NO_COLUMNS,
  flowsUsd: 0,
  grossUsd: 0,
  lending: new Map(),
  step: 0,
};

/**
 * A portfolio's accrual after one more exposure. The ledger says what changed: quantities at the marks of both ends, and
 * what has accrued, less flows. The terms say why: quantities held before the step, times the marks and Greeks with which
 * it began. Pure: the same rows give the same bits. Without a standing this is where the portfolio's P&L begins.
 */
export function advancePnl(
  state: RiskState,
  held: PnlStanding | undefined,
  basis: PortfolioBasis,
  sequence: number,
): PnlStanding {
  const before = held?.accrual ?? NOTHING;
  const book = openLegBook(state, held?.legs ?? NO_LEGS);
  const holdings = readHoldings(state, held?.legs, basis, book);
  const { legs } = book;
  const { step } = basis;
  const draft = new AccrualDraft(before, legs.length);
  const marksOf = stepMarks(state.frames, state.previousFrames, before.step);
  const plan = legPlan(legs);
  const units = plan.underlyings.map((underlying) => stepUnits(marksOf(underlying)));
  const prices = pricesNow(plan, units, draft);
  const filled = new Map<number, number>();
  for (const { account, activity } of holdings.activities) {
    applyActivity(draft, book, account.account, activity, prices);
    if (account.account.observed) noteFilled(filled, book, account.account, activity);
  }
  const inputs: StepInputs = { before, holdings, prices, basis, marksOf };
  const end = { number: step.number, timeUs: Number(step.timeUs) };
  // Where the P&L begins, what was told before is what it begins without.
  if (held === undefined) for (const [leg, units] of holdings.told) draft.set(COLUMN.told, leg, units);
  const hasFlows = held !== undefined && observedFlows(draft, plan, holdings, filled, prices);
  const isQuiet = holdings.activities.length === 0 && !hasFlows;
  let valueUsd = 0;
  for (let at = 0; at < legs.length; at++) {
    const own = units[plan.underlyingOf[at]!]!;
    valueUsd +=
      isQuiet && plan.isPlain[at] === 1 && isPlainStep(draft, at, own, plan.markIndexes[at]!)
        ? advancePlainLeg(draft, legs[at]!, at, own, holdings.quantities[at]!, prices[at]!, end)
        : advanceLeg(state, draft, legs[at]!, at, inputs);
  }
  const from = held?.accrual ?? { fromSequence: sequence, fromTimeUs: step.timeUs, startValueUsd: 0 };
  return {
    legs:
      legs === held?.legs.legs && holdings.consumed === held.legs.consumed
        ? held.legs
        : { legs, consumed: holdings.consumed },
    accrual: {
      fromSequence: from.fromSequence,
      fromTimeUs: from.fromTimeUs,
      startValueUsd: from.startValueUsd,
      sequence,
      step: step.number,
      timeUs: step.timeUs,
      valueUsd,
      flowsUsd: draft.flowsUsd,
      grossUsd: draft.grossUsd,
      columns: draft.columns.done(),
      lending: holdings.lending,
    },
  };
}

/** What a fill moves of both its legs, units: what else is observed of them came in or went out. */
function noteFilled(
  filled: Map<number, number>,
  book: LegBook,
  account: AccountRow,
  { instrumentId, quoteInstrumentId, quantity, price, fee }: PnlActivity,
): void {
  const [leg, quote] = [book.positionOf(account, instrumentId), book.positionOf(account, quoteInstrumentId)];
  filled.set(leg, (filled.get(leg) ?? 0) + quantity);
  filled.set(quote, (filled.get(quote) ?? 0) - quantity * price - fee);
}

/** One memory serves all steps, as that of `AccrualDraft` does. */
let priceMemory = new Float64Array();

/** The price of each leg now: its mark, or the last one known, or NaN. */
function pricesNow(
  { markIndexes, underlyingOf }: LegPlan,
  units: readonly StepUnits[],
  { columns }: AccrualDraft,
): Float64Array {
  const size = markIndexes.length;
  if (priceMemory.length < size) priceMemory = new Float64Array(size * 2);
  for (let leg = 0; leg < size; leg++) {
    const price = units[underlyingOf[leg]!]!.prices[markIndexes[leg]!] ?? Number.NaN;
    priceMemory[leg] = Number.isNaN(price) ? columns.get(COLUMN.price, leg) : price;
  }
  return priceMemory;
}
