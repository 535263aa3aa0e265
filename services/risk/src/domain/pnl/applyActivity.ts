import type { AccountRow } from '../riskState.js';
import type { AccrualDraft } from './accrualDraft.js';
import type { LegBook } from './legBook.js';
import { COLUMN } from './pnlColumns.js';
import type { PnlActivity } from './pnlRows.js';

/**
 * What a trade, a correction, a repayment or gas did to the legs, at the prices of the step. A leg is bought with a
 * transfer from the leg that pays for it, so that each leg's own P&L is what it made: bought below its mark is slippage
 * above zero. What was moved in or out, at a price of zero, is a flow at the mark of its time.
 */
export function applyActivity(
  draft: AccrualDraft,
  book: LegBook,
  account: AccountRow,
  activity: PnlActivity,
  prices: Float64Array,
): void {
  const { kind, quantity, price, fee } = activity;
  const leg = book.positionOf(account, activity.instrumentId);
  const quote = book.positionOf(account, activity.quoteInstrumentId);
  const quoteUsd = orZero(prices[quote]!);
  // Nobody has marked it yet: it stands at what it cost.
  if (Number.isNaN(prices[leg]) && price !== 0) prices[leg] = price * quoteUsd;
  const markUsd = orZero(prices[leg]!);
  if (kind === 'gas') return draft.addTerm(COLUMN.gas, leg, quantity * markUsd);
  const feeUsd = fee * quoteUsd;
  const paidUsd = quantity * price * quoteUsd;
  if (price === 0) draft.addFlow(leg, quantity * markUsd);
  draft.addTransfer(quote, -(paidUsd + feeUsd));
  draft.addTransfer(leg, paidUsd + feeUsd);
  const gained = price === 0 ? 0 : quantity * markUsd - paidUsd;
  if (kind === 'correction') return draft.addTerm(COLUMN.corrections, leg, gained - feeUsd);
  draft.addTerm(COLUMN.slippage, leg, gained);
  draft.addTerm(COLUMN.tradingFees, leg, -feeUsd);
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
