import { portfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import { lineColumns } from './lineColumns.js';
import { sparseBook, type SparseBook } from './sparseBook.js';

const NO_STEP = { number: 0, timeUs: 0n };

/**
 * The positions of portfolios, by their keys, as they stand: each with those of its descendants, as its exposure has
 * them. Lending balances aren't in it: they move with their indexes, and carry at their own rates.
 */
export function sparseBookOf(state: RiskState, keys: readonly string[]): SparseBook {
  return sparseBook(
    keys.map((key) =>
      (portfolioBasis(state, key, NO_STEP)?.accounts ?? []).map(({ columns }) => ({
        lines: lineColumns(columns),
        underlyings: columns.underlyings,
      })),
    ),
  );
}
