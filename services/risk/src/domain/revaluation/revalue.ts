import { DELTA_USD } from '../exposure/exposureVector.js';
import type { MarkFrame } from '../marks/markFrame.js';
import type { SparseBook, UnderlyingGroups } from './sparseBook.js';
import { ROW_SIZE, unitRows } from './unitRows.js';

/**
 * Brings the sums of a book to new frames: only the groups of their underlyings are taken anew, and the totals of the
 * portfolios that have one. A group's sums are a function of its legs and the frame, a total is the sum of its groups in
 * their order, so what stands afterwards is bit for bit what a revaluation of everything gives, whatever ticks came
 * before. Returns how many portfolios moved.
 */
export function revalue(book: SparseBook, frames: readonly MarkFrame[]): number {
  let last = -1;
  let moved = 0;
  const touched = frames.flatMap((frame) => {
    const of = book.underlyings.get(frame.underlying);
    if (of === undefined) return [];
    book.matrix.sumGroups(of.groups, rowsFor(of, frame));
    return [of.groups];
  });
  // One underlying's groups are in the order of their portfolios, so each portfolio is added once without a note of it.
  if (touched.length === 1) {
    for (const group of touched[0]!) {
      const portfolio = book.portfolioOf[group]!;
      if (portfolio === last) continue;
      last = portfolio;
      addPortfolio(book, portfolio);
      moved++;
    }
    return moved;
  }
  const isMoved = new Uint8Array(book.portfolios);
  for (const groups of touched) for (const group of groups) isMoved[book.portfolioOf[group]!] = 1;
  for (let portfolio = 0; portfolio < book.portfolios; portfolio++) {
    if (isMoved[portfolio] === 0) continue;
    addPortfolio(book, portfolio);
    moved++;
  }
  return moved;
}

/** A frame that is shorter than the book's listings has no marks for the rest: zeros, as for any that can't be valued. */
function rowsFor({ rowCount }: UnderlyingGroups, frame: MarkFrame): Float64Array {
  const rows = unitRows(frame);
  if (rows.length >= rowCount * ROW_SIZE) return rows.subarray(0, rowCount * ROW_SIZE);
  const longer = new Float64Array(rowCount * ROW_SIZE);
  longer.set(rows);
  return longer;
}

/** Dollars count in every field but delta, as in `addAcrossAssets`. */
function addPortfolio({ portfolioStarts, isDollar, matrix, totals }: SparseBook, portfolio: number): void {
  const { sums } = matrix;
  const at = portfolio * ROW_SIZE;
  const first = portfolioStarts[portfolio]!;
  const end = portfolioStarts[portfolio + 1]!;
  for (let field = 0; field < ROW_SIZE; field++) {
    let total = 0;
    for (let group = first; group < end; group++)
      if (field !== DELTA_USD || isDollar[group] === 0) total += sums[group * ROW_SIZE + field]!;
    totals[at + field] = total;
  }
}
