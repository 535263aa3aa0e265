import type { BookColumns } from '../book/bookColumns.js';
import { type InstrumentTraits, instrumentTraits } from './instrumentTraits.js';
import { settlementCoins } from './settlementCoins.js';

const traitsByColumns = new WeakMap<BookColumns, readonly InstrumentTraits[]>();

/** The traits of an account's positions, in their order; looked up once for each change of the account. */
export function positionTraits(columns: BookColumns): readonly InstrumentTraits[] {
  const known = traitsByColumns.get(columns);
  if (known !== undefined) return known;
  const own = columns.instrumentIds.map(instrumentTraits);
  const coins = settlementCoins(own);
  const traits = own.map((each, at) => {
    const settledIn = coins[at] ?? '';
    return settledIn === '' ? each : { ...each, settledIn, hasSecondPrice: true };
  });
  traitsByColumns.set(columns, traits);
  return traits;
}
