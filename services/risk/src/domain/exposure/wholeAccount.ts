import type { BookColumns } from '../book/bookColumns.js';
import { lineColumns } from '../revaluation/lineColumns.js';
import { ROW_SIZE, unitRows } from '../revaluation/unitRows.js';
import { CARRY_USD_PER_DAY, VALUE_USD, VEGA_USD_PER_VOL_POINT } from './exposureVector.js';
import { frameStanding } from './legIssues.js';
import type { AccountBasis, PortfolioBasis } from './portfolioBasis.js';
import { positionTraits } from './positionTraits.js';

/** An account of positions alone, each with a mark of which nothing has to be said: it is added up without a walk. */
export interface WholeAccount {
  readonly account: AccountBasis;
  /** What one unit of each instrument adds, by the index of the underlying in the account's columns. */
  readonly rows: readonly Float64Array[];
}

/** What doesn't change with the marks. */
interface AccountShape {
  readonly isSimple: boolean;
  /** By line: the ids of its positions. Messages hold the very list, so nobody may change it. */
  readonly idsOfLines: readonly string[][];
  /** Positions with a second price, in their order. */
  readonly secondPriced: Int32Array;
}

const shapes = new WeakMap<BookColumns, AccountShape>();

export function accountShape(columns: BookColumns): AccountShape {
  const known = shapes.get(columns);
  if (known !== undefined) return known;
  const { instrumentIds, assets } = columns;
  const traits = positionTraits(columns);
  const idsByAsset = new Map<string, string[]>(lineColumns(columns).assets.map((asset) => [asset, []]));
  for (const [at, id] of instrumentIds.entries()) idsByAsset.get(assets[at]!)?.push(id);
  const shape = {
    // What a debt costs more at a higher rate is reckoned leg by leg.
    isSimple: columns.isComplete && !traits.some(({ isDebt }) => isDebt),
    idsOfLines: [...idsByAsset.values()],
    secondPriced: Int32Array.from(traits.flatMap(({ hasSecondPrice }, at) => (hasSecondPrice ? [at] : []))),
  };
  shapes.set(columns, shape);
  return shape;
}

/**
 * Undefined for an account with a lending balance, with a leg of which something has to be said, or with a short that pays
 * a charge: what it carries is no product with a row.
 */
export function wholeAccount(
  { frames, step }: Pick<PortfolioBasis, 'frames' | 'step'>,
  account: AccountBasis,
): WholeAccount | undefined {
  const { columns, lending } = account;
  if (lending !== undefined || !accountShape(columns).isSimple) return undefined;
  const { underlyings, underlyingOf, markIndexOf, quantities } = columns;
  const rows: Float64Array[] = [];
  const faultless: Uint8Array[] = [];
  const charges: (Float64Array | undefined)[] = [];
  for (const underlying of underlyings) {
    const frame = frames.get(underlying);
    if (frame === undefined) return undefined;
    rows.push(unitRows(frame));
    faultless.push(frameStanding(frame, step.timeUs).faultless);
    charges.push(frame.shortChargeUsdPerDay);
  }
  for (let at = 0; at < markIndexOf.length; at++) {
    const underlying = underlyingOf[at]!;
    const index = markIndexOf[at]!;
    if (faultless[underlying]![index] !== 1) return undefined;
    if (quantities[at]! < 0 && (charges[underlying]?.[index] ?? 0) !== 0) return undefined;
  }
  return { account, rows };
}

/**
 * Sums of one line into `sums`, of which the last is the delta in units: what adding `multiply` and `splitCarry` of its
 * legs one after the other gives, bit for bit. The fields are written out because a loop over them costs several times as
 * much.
 */
export function sumLine({ account: { columns }, rows: rowsOf }: WholeAccount, line: number, sums: Float64Array): void {
  const { starts, quantities, markIndexes, carryParts, underlyingOf } = lineColumns(columns);
  const rows = rowsOf[underlyingOf[line]!]!;
  const first = starts[line]!;
  const beyond = starts[line + 1]!;
  let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [s8, s9, s14, s15] = [0, 0, 0, 0];
  let hasParts = false;
  for (let leg = first; leg < beyond; leg++) {
    const quantity = quantities[leg]!;
    const at = markIndexes[leg]! * ROW_SIZE;
    s0 += quantity * rows[at]!;
    s1 += quantity * rows[at + 1]!;
    s2 += quantity * rows[at + 2]!;
    s3 += quantity * rows[at + 3]!;
    s4 += quantity * rows[at + 4]!;
    s5 += quantity * rows[at + 5]!;
    s6 += quantity * rows[at + 6]!;
    s7 += quantity * rows[at + 7]!;
    s8 += quantity * rows[at + 8]!;
    s9 += quantity * rows[at + 9]!;
    s14 += quantity * rows[at + 14]!;
    s15 += quantity * rows[at + 15]!;
    if (carryParts[leg] !== 0) hasParts = true;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
  sums[4] = s4;
  sums[5] = s5;
  sums[6] = s6;
  sums[7] = s7;
  sums[8] = s8;
  sums[9] = s9;
  sums.fill(0, 10, 14);
  sums[14] = s14;
  sums[15] = s15;
  if (!hasParts) return;
  for (let leg = first; leg < beyond; leg++) {
    const part = carryParts[leg]!;
    if (part !== 0)
      sums[part] = sums[part]! + quantities[leg]! * rows[markIndexes[leg]! * ROW_SIZE + CARRY_USD_PER_DAY]!;
  }
}

/** USD of one position. */
export function valueOf({ account: { columns }, rows }: WholeAccount, at: number): number {
  return fieldOf(columns, rows, at, VALUE_USD);
}

export function vegaOf({ account: { columns }, rows }: WholeAccount, at: number): number {
  return fieldOf(columns, rows, at, VEGA_USD_PER_VOL_POINT);
}

function fieldOf(
  { quantities, underlyingOf, markIndexOf }: BookColumns,
  rows: readonly Float64Array[],
  at: number,
  field: number,
): number {
  return quantities[at]! * rows[underlyingOf[at]!]![markIndexOf[at]! * ROW_SIZE + field]!;
}
