import type { AccrualDraft } from './accrualDraft.js';
import { COLUMN } from './pnlColumns.js';
import type { PnlLeg } from './pnlRows.js';
import type { StepUnits } from './stepUnits.js';

/** The end of the step, the same for each leg. */
export interface StepEnd {
  readonly number: number;
  readonly timeUs: number;
}

/**
 * Whether a leg may go through `advancePlainLeg`: it stood at a price before, so that nothing enters with a first mark, and
 * is no short that pays a charge. And nobody must have done anything to it in the step: what flows there are, are on the
 * draft.
 */
export function isPlainStep({ columns }: AccrualDraft, at: number, units: StepUnits, markIndex: number): boolean {
  const held = columns.get(COLUMN.quantity, at);
  if (held === 0) return true;
  return !Number.isNaN(columns.get(COLUMN.price, at)) && (held > 0 || !units.chargesShorts(markIndex));
}

/**
 * What `advanceLeg` does with a leg that needs its marks alone, in the same order and so with the same bits: ten thousand
 * books have half a million of them at each step. Returns the leg's value at the end.
 */
export function advancePlainLeg(
  draft: AccrualDraft,
  { kind, markIndex }: PnlLeg,
  at: number,
  units: StepUnits,
  heldNow: number,
  price: number,
  end: StepEnd,
): number {
  const { columns } = draft;
  const heldBefore = columns.get(COLUMN.quantity, at);
  const receivableBefore = columns.get(COLUMN.receivable, at);
  if (heldBefore === 0 && heldNow === 0) return receivableBefore;
  const priceBefore = columns.get(COLUMN.price, at);
  const valueBefore = (Number.isNaN(priceBefore) ? 0 : heldBefore * priceBefore) + receivableBefore;
  let receivable = receivableBefore;
  let terms = 0;
  let gross = 0;
  const first = units.startOf(markIndex);
  const beyond = heldBefore === 0 ? first : first + units.countOf(kind, markIndex);
  for (let term = first; term < beyond; term++) {
    const usd = heldBefore * units.usd[term]!;
    if (usd === 0) continue;
    const column = units.columns[term]!;
    if (column === COLUMN.funding) {
      columns.add(COLUMN.receivable, at, usd);
      receivable += usd;
    }
    columns.add(column, at, usd);
    const size = Math.abs(usd);
    terms += usd;
    gross += size;
    draft.grossUsd += size;
  }
  if (heldNow !== heldBefore) columns.set(COLUMN.quantity, at, heldNow);
  columns.set(COLUMN.price, at, heldNow === 0 ? Number.NaN : price);
  const value = (heldNow === 0 || Number.isNaN(price) ? 0 : heldNow * price) + receivable;
  draft.noteResidual(at, value - valueBefore - terms, gross, end.number, end.timeUs);
  return value;
}
