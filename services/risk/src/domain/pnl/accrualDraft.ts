import { ColumnsDraft } from './columnsDraft.js';
import { MARK_RESIDUAL_USD, WORST_RESIDUAL_SHARE } from './limits.js';
import { COLUMN, type PnlColumns } from './pnlColumns.js';

/** Of one step, by leg: flows, terms, and the sizes of the terms. */
const PER_LEG = 3;

/** One memory serves the steps of all portfolios, since each is taken up before the next one begins. */
let stepMemory = new Float64Array();

/** An accrual while one step is added to it. Good until the next one is made. */
export class AccrualDraft {
  readonly columns: ColumnsDraft;
  private readonly step: Float64Array;
  flowsUsd: number;
  grossUsd: number;

  constructor(
    held: { readonly columns: PnlColumns; readonly flowsUsd: number; readonly grossUsd: number },
    size: number,
  ) {
    this.columns = new ColumnsDraft(held.columns, size);
    if (stepMemory.length < size * PER_LEG) stepMemory = new Float64Array(size * PER_LEG * 2);
    this.step = stepMemory.fill(0, 0, size * PER_LEG);
    this.flowsUsd = held.flowsUsd;
    this.grossUsd = held.grossUsd;
  }

  get(column: number, leg: number): number {
    return this.columns.get(column, leg);
  }

  set(column: number, leg: number, value: number): void {
    this.columns.set(column, leg, value);
  }

  addTerm(column: number, leg: number, usd: number): void {
    if (usd === 0) return;
    this.columns.add(column, leg, usd);
    const size = Math.abs(usd);
    const at = leg * PER_LEG;
    this.step[at + 1] = this.step[at + 1]! + usd;
    this.step[at + 2] = this.step[at + 2]! + size;
    this.grossUsd += size;
  }

  /** What comes into a leg out of another one. */
  addTransfer(leg: number, usd: number): void {
    if (usd === 0) return;
    this.columns.add(COLUMN.flow, leg, usd);
    const at = leg * PER_LEG;
    this.step[at] = this.step[at]! + usd;
  }

  /** What comes into a leg from outside the portfolio. */
  addFlow(leg: number, usd: number): void {
    this.addTransfer(leg, usd);
    this.flowsUsd += usd;
  }

  /** Something earned that nobody has paid out yet: a term, and in the ledger a receivable. */
  accrue(column: number, leg: number, usd: number): void {
    this.columns.add(COLUMN.receivable, leg, usd);
    this.addTerm(column, leg, usd);
  }

  /** Closes the step for a leg whose value was `before` and is `after`: what flows and terms leave is its residual. */
  closeStep(leg: number, before: number, after: number, step: number, timeUs: number): void {
    const at = leg * PER_LEG;
    const residual = after - before - this.step[at]! - this.step[at + 1]!;
    this.noteResidual(leg, residual, this.step[at + 2]!, step, timeUs);
  }

  /** Keeps the residual of a leg's step if it is the one that explains least. `gross` is the sizes of the step's terms. */
  noteResidual(leg: number, residual: number, gross: number, step: number, timeUs: number): void {
    this.columns.add(COLUMN.gross, leg, gross);
    const size = Math.abs(residual);
    const suspect = this.get(COLUMN.suspect, leg);
    const isSuspect = size > MARK_RESIDUAL_USD && size > WORST_RESIDUAL_SHARE * gross;
    // A step that nothing excuses is named before a larger one that a fast market does.
    const isWorst = isSuspect ? size > suspect : suspect === 0 && size > Math.abs(this.get(COLUMN.worst, leg));
    if (!isWorst) return;
    if (isSuspect) this.set(COLUMN.suspect, leg, size);
    this.set(COLUMN.worst, leg, residual);
    this.set(COLUMN.worstStep, leg, step);
    this.set(COLUMN.worstTimeUs, leg, timeUs);
  }
}
