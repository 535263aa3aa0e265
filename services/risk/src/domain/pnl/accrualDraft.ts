import { ColumnsDraft } from './columnsDraft.js';
import { MARK_RESIDUAL_USD, WORST_RESIDUAL_SHARE } from './limits.js';
import { COLUMN, type PnlColumns } from './pnlColumns.js';

/** An accrual while one step is added to it. */
export class AccrualDraft {
  readonly columns: ColumnsDraft;
  /** Of this step, by leg. */
  private readonly stepFlows: Float64Array;
  private readonly stepTerms: Float64Array;
  private readonly stepGross: Float64Array;
  flowsUsd: number;
  grossUsd: number;

  constructor(
    held: { readonly columns: PnlColumns; readonly flowsUsd: number; readonly grossUsd: number },
    size: number,
  ) {
    this.columns = new ColumnsDraft(held.columns, size);
    this.stepFlows = new Float64Array(size);
    this.stepTerms = new Float64Array(size);
    this.stepGross = new Float64Array(size);
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
    this.stepTerms[leg] = this.stepTerms[leg]! + usd;
    this.stepGross[leg] = this.stepGross[leg]! + size;
    this.grossUsd += size;
  }

  /** What comes into a leg out of another one. */
  addTransfer(leg: number, usd: number): void {
    if (usd === 0) return;
    this.columns.add(COLUMN.flow, leg, usd);
    this.stepFlows[leg] = this.stepFlows[leg]! + usd;
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
    const gross = this.stepGross[leg]!;
    this.columns.add(COLUMN.gross, leg, gross);
    const residual = after - before - this.stepFlows[leg]! - this.stepTerms[leg]!;
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
