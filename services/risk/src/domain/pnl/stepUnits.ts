import { isValued } from '../exposure/legIssues.js';
import type { MarkFrame } from '../marks/markFrame.js';
import type { LegKind } from './legKind.js';
import { MarkReader, type StepMarks } from './marksOfLeg.js';
import { stepTerms } from './stepTerms.js';

/** An option has the most. */
const TERMS_MAX = 7;
/** Only a power perpetual has a factor, and it isn't taken from here. */
const NO_FACTS = { normFactorChange: 0 };
const NO_PRICES = new Float64Array();

/**
 * What one unit of each instrument of an underlying gained over a step, term by term as `stepTerms` has them: found once
 * an instrument, however many books hold it, so that a leg is a multiply-add.
 */
export class StepUnits {
  /** USD at the end of the step, by mark index; NaN where the instrument isn't valued. */
  readonly prices: Float64Array;
  /** Column and USD of the terms of a mark index: `counts[index]` of them from `index · TERMS_MAX` on. */
  readonly columns: Uint8Array;
  readonly usd: Float64Array;
  private readonly counts: Uint8Array;
  private readonly asked: Uint8Array;

  constructor(readonly marks: StepMarks) {
    const size = marks.to.frame?.sourceOf.length ?? 0;
    this.prices = pricesOf(marks.to.frame);
    this.columns = new Uint8Array(size * TERMS_MAX);
    this.usd = new Float64Array(size * TERMS_MAX);
    this.counts = new Uint8Array(size);
    this.asked = new Uint8Array(size);
  }

  /** How many terms the step of an instrument has: none where it isn't valued at both ends, or where nothing was marked. */
  countOf(kind: LegKind, index: number): number {
    if (!(index >= 0 && index < this.asked.length)) return 0;
    if (this.asked[index] === 0) this.find(kind, index);
    return this.counts[index]!;
  }

  /** Where they begin. */
  startOf(index: number): number {
    return index * TERMS_MAX;
  }

  /** Whether a short's carry is another than a long's: then the terms here aren't its own. */
  chargesShorts(index: number): boolean {
    return (this.marks.from.frame?.shortChargeUsdPerDay?.[index] ?? 0) !== 0;
  }

  private find(kind: LegKind, index: number): void {
    const from = this.marks.from === this.marks.to ? undefined : this.marks.from.markOf(index);
    const to = this.marks.to.markOf(index);
    this.asked[index] = 1;
    if (from === undefined || to === undefined) return;
    let at = index * TERMS_MAX;
    stepTerms(kind, from, to, NO_FACTS, (column, usd) => {
      this.columns[at] = column;
      this.usd[at++] = usd;
    });
    this.counts[index] = at - index * TERMS_MAX;
  }
}

const NO_MARKS = new MarkReader(undefined);
const NOTHING_MARKED = new StepUnits({ from: NO_MARKS, to: NO_MARKS });

const pricesByFrame = new WeakMap<MarkFrame, Float64Array>();

function pricesOf(frame: MarkFrame | undefined): Float64Array {
  if (frame === undefined) return NO_PRICES;
  const known = pricesByFrame.get(frame);
  if (known !== undefined) return known;
  const prices = frame.columns.priceUsd.map((price, index) => (isValued(frame, index) ? price : Number.NaN));
  pricesByFrame.set(frame, prices);
  return prices;
}

/** By the frame at the beginning: a frame must keep none alive that is older, or all that ever were would stay. */
const movedFrom = new WeakMap<MarkFrame, StepUnits>();
const standing = new WeakMap<MarkFrame, StepUnits>();

/** The units of a step between two standings of an underlying; the same for all books that take the step. */
export function stepUnits(marks: StepMarks): StepUnits {
  const { from, to } = marks;
  if (to.frame === undefined) return NOTHING_MARKED;
  // Nothing moved, or nobody knows from where: there are prices, and no terms.
  if (from === to || from.frame === undefined) {
    const known = standing.get(to.frame) ?? new StepUnits({ from: to, to });
    standing.set(to.frame, known);
    return known;
  }
  const known = movedFrom.get(from.frame);
  if (known?.marks.to.frame === to.frame) return known;
  const units = new StepUnits(marks);
  movedFrom.set(from.frame, units);
  return units;
}
