import { DELTA_USD } from '../exposure/exposureVector.js';
import type { MarkFrame } from '../marks/markFrame.js';
import type { BookSums, SparseBook, UnderlyingGroups } from './sparseBook.js';
import { sumGroup } from './sumGroup.js';
import { ROW_SIZE, unitRows } from './unitRows.js';

/**
 * Brings the sums of a book to new frames: only the groups of their underlyings are taken anew, and the totals of the
 * portfolios that have one. A group's sums are a function of its legs and the frame, a total is the sum of its groups in
 * their order, so what stands afterwards is bit for bit what a revaluation of everything gives, whatever ticks came
 * before. Returns how many portfolios moved.
 */
export function revalue(book: SparseBook, sums: BookSums, frames: readonly MarkFrame[]): number {
  let last = -1;
  let moved = 0;
  const touched = frames.flatMap((frame) => {
    const of = book.underlyings.get(frame.underlying);
    if (of === undefined) return [];
    sumGroups(book, sums, of, rowsFor(of, frame));
    return [of.groups];
  });
  // One underlying's groups are in the order of their portfolios, so each portfolio is added once without a note of it.
  if (touched.length === 1) {
    for (const group of touched[0]!) {
      const portfolio = book.portfolioOf[group]!;
      if (portfolio === last) continue;
      last = portfolio;
      addPortfolio(book, sums, portfolio);
      moved++;
    }
    return moved;
  }
  const isMoved = new Uint8Array(book.portfolios);
  for (const groups of touched) for (const group of groups) isMoved[book.portfolioOf[group]!] = 1;
  for (let portfolio = 0; portfolio < book.portfolios; portfolio++) {
    if (isMoved[portfolio] === 0) continue;
    addPortfolio(book, sums, portfolio);
    moved++;
  }
  return moved;
}

/** A frame that is shorter than the book's listings has no marks for the rest: zeros, as for any that can't be valued. */
function rowsFor({ rowCount }: UnderlyingGroups, frame: MarkFrame): Float64Array {
  const rows = unitRows(frame);
  if (rows.length >= rowCount * ROW_SIZE) return rows;
  const longer = new Float64Array(rowCount * ROW_SIZE);
  longer.set(rows);
  return longer;
}

function sumGroups(book: SparseBook, sums: BookSums, { groups }: UnderlyingGroups, rows: Float64Array): void {
  const { groupStarts, quantities, markIndexes } = book;
  for (let n = 0; n < groups.length; n++) {
    const group = groups[n]!;
    const [start, end] = [groupStarts[group]!, groupStarts[group + 1]!];
    sumGroup(quantities, markIndexes, start, end, rows, sums.groups, group * ROW_SIZE);
  }
}

/** Dollars count in every field but delta, as in `addAcrossAssets`. */
function addPortfolio({ portfolioStarts, isDollar }: SparseBook, sums: BookSums, portfolio: number): void {
  const { groups, totals } = sums;
  const at = portfolio * ROW_SIZE;
  totals.fill(0, at, at + ROW_SIZE);
  const end = portfolioStarts[portfolio + 1]!;
  for (let group = portfolioStarts[portfolio]!; group < end; group++) {
    const from = group * ROW_SIZE;
    const deltaUsd = totals[at + DELTA_USD]!;
    for (let field = 0; field < ROW_SIZE; field++) totals[at + field] = totals[at + field]! + groups[from + field]!;
    if (isDollar[group] === 1) totals[at + DELTA_USD] = deltaUsd;
  }
}
