import type { BookColumns } from '../book/bookColumns.js';
import { isUsdPegged } from '../exposure/exposureVector.js';
import { positionTraits } from '../exposure/positionTraits.js';

/**
 * An account's listed positions in groups, one for each line of an exposure: of one risk factor, and so of one
 * underlying. Compressed rows: group g has the legs `starts[g]` up to `starts[g + 1]`, in the order of first booking.
 */
export interface LineColumns {
  readonly assets: readonly string[];
  readonly isDollar: readonly boolean[];
  /** Of each group, index into the underlyings of the account's columns. */
  readonly underlyingOf: Int32Array;
  readonly starts: Int32Array;
  /**
   * Nearest float64 of the exact quantity. The exact decimals stay in the rows, where trades change them; a product with
   * a mark, itself a float64, is no more exact for an integer beside it.
   */
  readonly quantities: Float64Array;
  readonly markIndexes: Int32Array;
  /** Of each leg, the field that its carry stands in beside the carry itself; 0 for none. */
  readonly carryParts: Uint8Array;
}

/** By columns: a changed account has others, so a stale entry can't be found. */
const linesByColumns = new WeakMap<BookColumns, LineColumns>();

/** Groups in the order of their first position; computed once for each change of an account's positions. */
export function lineColumns(columns: BookColumns): LineColumns {
  const known = linesByColumns.get(columns);
  if (known !== undefined) return known;
  const found = grouped(columns);
  linesByColumns.set(columns, found);
  return found;
}

function grouped(columns: BookColumns): LineColumns {
  const { assets, underlyingOf, markIndexOf, quantities } = columns;
  const traits = positionTraits(columns);
  const groups = new Map<string, number[]>();
  for (let at = 0; at < assets.length; at++) {
    if (underlyingOf[at]! < 0) continue;
    const group = groups.get(assets[at]!);
    if (group === undefined) groups.set(assets[at]!, [at]);
    else group.push(at);
  }
  const legs = [...groups.values()];
  const inOrder = legs.flat();
  const starts = new Int32Array(legs.length + 1);
  for (const [group, of] of legs.entries()) starts[group + 1] = starts[group]! + of.length;
  return {
    assets: [...groups.keys()],
    isDollar: [...groups.keys()].map(isUsdPegged),
    underlyingOf: Int32Array.from(legs, ([first]) => underlyingOf[first!]!),
    starts,
    quantities: Float64Array.from(inOrder, (at) => quantities[at]!),
    markIndexes: Int32Array.from(inOrder, (at) => markIndexOf[at]!),
    carryParts: Uint8Array.from(inOrder, (at) => traits[at]!.carryPart ?? 0),
  };
}
