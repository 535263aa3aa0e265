import { WORST_RESIDUAL_SHARE, MARK_RESIDUAL_USD } from './limits.js';
import { COLUMN, COLUMN_COUNT, grownColumn, initialValue, type PnlColumns } from './pnlColumns.js';

/** The columns of an accrual while one step is added to them. */
export class AccrualDraft {
  readonly columns: (Float64Array | undefined)[];
  /** Of this step, by leg. */
  private readonly stepFlows: Float64Array;
  private readonly stepTerms: Float64Array;
  private readonly stepGross: Float64Array;
  flowsUsd: number;
  grossUsd: number;

  constructor(
    held: { readonly columns: PnlColumns; readonly flowsUsd: number; readonly grossUsd: number },
    private readonly size: number,
  ) {
    this.columns = Array.from({ length: COLUMN_COUNT }, (_, column) => {
      const values = held.columns[column];
      return values === undefined ? undefined : grownColumn(column, values, size);
    });
    this.stepFlows = new Float64Array(size);
    this.stepTerms = new Float64Array(size);
    this.stepGross = new Float64Array(size);
    this.flowsUsd = held.flowsUsd;
    this.grossUsd = held.grossUsd;
  }

  get(column: number, leg: number): number {
    return this.columns[column]?.[leg] ?? initialValue(column);
  }

  set(column: number, leg: number, value: number): void {
    const held = this.columns[column];
    if (held === undefined && Object.is(value, initialValue(column))) return;
    (held ?? this.open(column))[leg] = value;
  }

  private open(column: number): Float64Array {
    return (this.columns[column] = grownColumn(column, undefined, this.size));
  }

  addTerm(column: number, leg: number, usd: number): void {
    if (usd === 0) return;
    const values = this.columns[column] ?? this.open(column);
    values[leg] = values[leg]! + usd;
    const size = Math.abs(usd);
    this.stepTerms[leg] = this.stepTerms[leg]! + usd;
    this.stepGross[leg] = this.stepGross[leg]! + size;
    this.grossUsd += size;
  }

  /** What comes into a leg out of another one. */
  addTransfer(leg: number, usd: number): void {
    if (usd === 0) return;
    this.set(COLUMN.flow, leg, this.get(COLUMN.flow, leg) + usd);
    this.stepFlows[leg] = this.stepFlows[leg]! + usd;
  }

  /** What comes into a leg from outside the portfolio. */
  addFlow(leg: number, usd: number): void {
    this.addTransfer(leg, usd);
    this.flowsUsd += usd;
  }

  /** Something earned that nobody has paid out yet: a term, and in the ledger a receivable. */
  accrue(column: number, leg: number, usd: number): void {
    if (usd === 0) return;
    this.set(COLUMN.receivable, leg, this.get(COLUMN.receivable, leg) + usd);
    this.addTerm(column, leg, usd);
  }

  /** Closes the step for a leg whose value was `before` and is `after`: what flows and terms leave is its residual. */
  closeStep(leg: number, before: number, after: number, step: number, timeUs: number): void {
    const gross = this.stepGross[leg]!;
    if (gross !== 0) this.set(COLUMN.gross, leg, this.get(COLUMN.gross, leg) + gross);
    const residual = after - before - this.stepFlows[leg]! - this.stepTerms[leg]!;
    const size = Math.abs(residual);
    const suspect = this.get(COLUMN.suspect, leg);
    const isSuspect = size > MARK_RESIDUAL_USD && size > WORST_RESIDUAL_SHARE * gross;
    // A step that nothing excuses is named before a larger one that a fast market does.
    const isWorst = isSuspect ? size > suspect : suspect === 0 && size > Math.abs(this.get(COLUMN.worst, leg));
    if (!isWorst || size === 0) return;
    if (isSuspect) this.set(COLUMN.suspect, leg, size);
    this.set(COLUMN.worst, leg, residual);
    this.set(COLUMN.worstStep, leg, step);
    this.set(COLUMN.worstTimeUs, leg, timeUs);
  }
}
