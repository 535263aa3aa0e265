import type { LineColumns } from './lineColumns.js';
import { ROW_SIZE } from './unitRows.js';

/** An account of a portfolio, by the names of its underlyings. */
export interface SparseAccount {
  readonly lines: LineColumns;
  readonly underlyings: readonly string[];
}

/**
 * The positions of many portfolios as one sparse matrix in compressed rows: a row is a group, the legs of one account in
 * one risk factor; a column is an instrument. Portfolio p has the groups `portfolioStarts[p]` up to
 * `portfolioStarts[p + 1]`, group g the legs `groupStarts[g]` up to `groupStarts[g + 1]`.
 */
export interface SparseBook {
  readonly portfolios: number;
  readonly portfolioStarts: Int32Array;
  readonly groupStarts: Int32Array;
  readonly quantities: Float64Array;
  readonly markIndexes: Int32Array;
  /** 1 where the group is of an asset that is held as dollars. */
  readonly isDollar: Uint8Array;
  /** The portfolio of each group. */
  readonly portfolioOf: Int32Array;
  readonly underlyings: ReadonlyMap<string, UnderlyingGroups>;
}

/** The groups that a frame of this underlying moves. */
export interface UnderlyingGroups {
  readonly groups: Int32Array;
  /** Rows that a frame has to have. */
  readonly rowCount: number;
}

/** What the books come to, derived from a book and the newest rows of each underlying; written by `revalue`. */
export interface BookSums {
  /** Group by group, `ROW_SIZE` doubles each. */
  readonly groups: Float64Array;
  /** Portfolio by portfolio, `ROW_SIZE` doubles each; the last, delta in units, has no meaning across assets. */
  readonly totals: Float64Array;
}

/** Lays out portfolios, each with its accounts in the order in which exposures add them. */
export function sparseBook(portfolios: readonly (readonly SparseAccount[])[]): SparseBook {
  const accounts = portfolios.flat();
  const groupCount = sum(accounts, ({ lines }) => lines.assets.length);
  const legCount = sum(accounts, ({ lines }) => lines.quantities.length);
  const book = {
    portfolios: portfolios.length,
    portfolioStarts: new Int32Array(portfolios.length + 1),
    groupStarts: new Int32Array(groupCount + 1),
    quantities: new Float64Array(legCount),
    markIndexes: new Int32Array(legCount),
    isDollar: new Uint8Array(groupCount),
    portfolioOf: new Int32Array(groupCount),
  };
  const moved = new Map<string, { groups: number[]; rowCount: number }>();
  let group = 0;
  for (const [portfolio, held] of portfolios.entries()) {
    for (const { lines, underlyings } of held) {
      const legsBefore = book.groupStarts[group]!;
      book.quantities.set(lines.quantities, legsBefore);
      book.markIndexes.set(lines.markIndexes, legsBefore);
      for (let line = 0; line < lines.assets.length; line++, group++) {
        book.groupStarts[group + 1] = legsBefore + lines.starts[line + 1]!;
        book.isDollar[group] = lines.isDollar[line] === true ? 1 : 0;
        book.portfolioOf[group] = portfolio;
        const underlying = underlyings[lines.underlyingOf[line]!]!;
        let of = moved.get(underlying);
        if (of === undefined) moved.set(underlying, (of = { groups: [], rowCount: 0 }));
        of.groups.push(group);
        of.rowCount = Math.max(of.rowCount, lines.markIndexMax[line]! + 1);
      }
    }
    book.portfolioStarts[portfolio + 1] = group;
  }
  const underlyings = [...moved].map(
    ([name, { groups, rowCount }]) => [name, { groups: Int32Array.from(groups), rowCount }] as const,
  );
  return { ...book, underlyings: new Map(underlyings) };
}

/** Sums of a book of which nothing has been marked yet: all zero. */
export function createBookSums(book: SparseBook): BookSums {
  return {
    groups: new Float64Array((book.groupStarts.length - 1) * ROW_SIZE),
    totals: new Float64Array(book.portfolios * ROW_SIZE),
  };
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
