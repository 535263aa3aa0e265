import type { BookColumns } from '../book/bookColumns.js';
import { type InstrumentTraits, instrumentTraits } from './instrumentTraits.js';

const traitsByColumns = new WeakMap<BookColumns, readonly InstrumentTraits[]>();

/** The traits of an account's positions, in their order; looked up once for each change of the account. */
export function positionTraits(columns: BookColumns): readonly InstrumentTraits[] {
  const known = traitsByColumns.get(columns);
  if (known !== undefined) return known;
  const traits = columns.instrumentIds.map(instrumentTraits);
  traitsByColumns.set(columns, traits);
  return traits;
}
