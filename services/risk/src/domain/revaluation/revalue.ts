import { CARRY_USD_PER_DAY, DELTA_STICKY_DELTA_USD, DELTA_USD } from '../exposure/exposureVector.js';
import type { MarkFrame } from '../marks/markFrame.js';
import { chargeShorts } from './chargeShorts.js';
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
    const rows = rowsFor(of, frame);
    book.matrix.sumGroups(of.groups, rows);
    if (frame.shortChargeUsdPerDay !== undefined) chargeShorts(book, of, rows, frame);
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

/**
 * The rows of a frame as the book needs them: the carry in its part too, and zeros where the frame is shorter than the
 * listings, as for any mark that can't be valued.
 */
function rowsFor({ carryParts }: UnderlyingGroups, frame: MarkFrame): Float64Array {
  const found = unitRows(frame);
  const rows = new Float64Array(carryParts.length * ROW_SIZE);
  rows.set(found.length > rows.length ? found.subarray(0, rows.length) : found);
  for (let index = 0; index < carryParts.length; index++) {
    const part = carryParts[index]!;
    if (part > 0) rows[index * ROW_SIZE + part] = rows[index * ROW_SIZE + CARRY_USD_PER_DAY]!;
  }
  return rows;
}

/** Dollars count in every field but the deltas, as in `addAcrossAssets`. */
function addPortfolio({ portfolioStarts, isDollar, matrix, totals }: SparseBook, portfolio: number): void {
  const { sums } = matrix;
  const at = portfolio * ROW_SIZE;
  const first = portfolioStarts[portfolio]!;
  const end = portfolioStarts[portfolio + 1]!;
  for (let field = 0; field < ROW_SIZE; field++) {
    const isDelta = field === DELTA_USD || field === DELTA_STICKY_DELTA_USD;
    let total = 0;
    for (let group = first; group < end; group++)
      if (!isDelta || isDollar[group] === 0) total += sums[group * ROW_SIZE + field]!;
    totals[at + field] = total;
  }
}
