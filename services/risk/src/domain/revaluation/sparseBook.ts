import { createGroupSums, type GroupSums } from '@gimbal/quant';
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
 * `portfolioStarts[p + 1]`, group g the legs `matrix.starts[g]` up to `matrix.starts[g + 1]`.
 */
export interface SparseBook {
  readonly portfolios: number;
  readonly portfolioStarts: Int32Array;
  /** Legs and sums of the groups, in the memory of the kernel that multiplies them. */
  readonly matrix: GroupSums;
  /** 1 where the group is of an asset that is held as dollars. */
  readonly isDollar: Uint8Array;
  /** The portfolio of each group. */
  readonly portfolioOf: Int32Array;
  readonly underlyings: ReadonlyMap<string, UnderlyingGroups>;
  /**
   * Portfolio by portfolio, `ROW_SIZE` doubles each; the last, delta in units, has no meaning across assets. Derived, as
   * the sums of the groups are, from the newest frame of each underlying: `revalue` writes them.
   */
  readonly totals: Float64Array;
}

/** The groups that a frame of this underlying moves. */
export interface UnderlyingGroups {
  readonly groups: Int32Array;
  /** Of each mark that a leg has: the field that its carry stands in beside the carry itself, 0 for none. */
  readonly carryParts: Uint8Array;
}

/** Lays out portfolios, each with its accounts in the order in which exposures add them. Nothing is marked yet: all sums are 0. */
export function sparseBook(portfolios: readonly (readonly SparseAccount[])[]): SparseBook {
  const accounts = portfolios.flat();
  const groups = accounts.reduce((sum, { lines }) => sum + lines.assets.length, 0);
  const legs = accounts.reduce((sum, { lines }) => sum + lines.quantities.length, 0);
  const rows = accounts.reduce((most, { lines }) => lines.markIndexes.reduce((m, at) => Math.max(m, at + 1), most), 0);
  const book = {
    portfolios: portfolios.length,
    portfolioStarts: new Int32Array(portfolios.length + 1),
    matrix: createGroupSums({ groups, legs, rows }),
    isDollar: new Uint8Array(groups),
    portfolioOf: new Int32Array(groups),
    totals: new Float64Array(portfolios.length * ROW_SIZE),
  };
  const { starts, quantities, indexes } = book.matrix;
  const moved = new Map<string, { groups: number[]; carryParts: number[] }>();
  let group = 0;
  for (const [portfolio, held] of portfolios.entries()) {
    for (const { lines, underlyings } of held) {
      const legsBefore = starts[group]!;
      quantities.set(lines.quantities, legsBefore);
      indexes.set(lines.markIndexes, legsBefore);
      for (let line = 0; line < lines.assets.length; line++, group++) {
        starts[group + 1] = legsBefore + lines.starts[line + 1]!;
        book.isDollar[group] = lines.isDollar[line] === true ? 1 : 0;
        book.portfolioOf[group] = portfolio;
        const underlying = underlyings[lines.underlyingOf[line]!]!;
        let of = moved.get(underlying);
        if (of === undefined) moved.set(underlying, (of = { groups: [], carryParts: [] }));
        of.groups.push(group);
        for (let leg = lines.starts[line]!; leg < lines.starts[line + 1]!; leg++)
          of.carryParts[lines.markIndexes[leg]!] = lines.carryParts[leg]!;
      }
    }
    book.portfolioStarts[portfolio + 1] = group;
  }
  const underlyings = [...moved].map(
    ([name, { groups: of, carryParts }]) =>
      [name, { groups: Int32Array.from(of), carryParts: Uint8Array.from(carryParts, (part) => part ?? 0) }] as const,
  );
  return { ...book, underlyings: new Map(underlyings) };
}
