import { type MarkFrame, ROW_SIZE, unitRows } from '@gimbal/risk-service';
import type { DrawnBook } from './drawBook.ts';

interface NaivePosition {
  readonly instrumentId: string;
  readonly quantity: number;
}

type Greeks = readonly number[];

/** The same books as one writes them first: an object a position, marks in a Map by name, Greeks and sums in arrays. */
export interface NaiveBooks {
  readonly portfolios: ReadonlyMap<string, readonly NaivePosition[]>;
}

export function naiveBooks({ book, underlyings }: DrawnBook): NaiveBooks {
  const portfolios = new Map<string, NaivePosition[]>();
  const { starts, indexes, quantities } = book.matrix;
  for (let portfolio = 0; portfolio < book.portfolios; portfolio++) {
    const positions: NaivePosition[] = [];
    for (let group = book.portfolioStarts[portfolio]!; group < book.portfolioStarts[portfolio + 1]!; group++) {
      const underlying = underlyings[group % underlyings.length]!;
      for (let leg = starts[group]!; leg < starts[group + 1]!; leg++) {
        const instrumentId = `${underlying}:${indexes[leg]!}`;
        positions.push({ instrumentId, quantity: quantities[leg]! });
      }
    }
    portfolios.set(`p${portfolio}`, positions);
  }
  return { portfolios };
}

/** What one unit of each instrument adds, by its name; made before the clock starts, as the rows of ours are. */
export function naiveMarks(frames: readonly MarkFrame[]): Map<string, Greeks> {
  const marks = new Map<string, Greeks>();
  for (const frame of frames) {
    const rows = unitRows(frame);
    for (let index = 0; index < frame.sourceOf.length; index++) {
      const greeks = rows.subarray(index * ROW_SIZE, (index + 1) * ROW_SIZE);
      marks.set(`${frame.underlying}:${index}`, Array.from(greeks));
    }
  }
  return marks;
}

export function revalueNaively({ portfolios }: NaiveBooks, marks: ReadonlyMap<string, Greeks>): Map<string, Greeks> {
  const totals = new Map<string, Greeks>();
  for (const [portfolioId, positions] of portfolios) {
    const total = Array.from({ length: ROW_SIZE }, () => 0);
    for (const { instrumentId, quantity } of positions) {
      const greeks = marks.get(instrumentId)!;
      for (let field = 0; field < ROW_SIZE; field++) total[field] = total[field]! + quantity * greeks[field]!;
    }
    totals.set(portfolioId, total);
  }
  return totals;
}

/** Of one portfolio, in the order of a row. */
export function naiveTotal(totals: ReadonlyMap<string, Greeks>, portfolio: number): Greeks {
  return totals.get(`p${portfolio}`)!;
}
