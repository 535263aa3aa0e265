import type { ExposureLine } from '@gimbal/contracts/risk/v1/exposure_events';
import type { BookColumns } from '../book/bookColumns.js';
import { lineColumns } from '../revaluation/lineColumns.js';
import { DELTA_UNITS, ROW_SIZE } from '../revaluation/unitRows.js';
import type { AccountRow } from '../riskState.js';
import {
  addAcrossAssets,
  addVector,
  exposureVectorOf,
  isUsdPegged,
  newVectorSums,
  type VectorSums,
} from './exposureVector.js';
import type { AccountBasis, PortfolioBasis } from './portfolioBasis.js';
import { type LegVisitor, valueLegsOf } from './valueLegs.js';
import { accountShape, sumLine, type WholeAccount, wholeAccount } from './wholeAccount.js';

interface LineSums {
  deltaUnits: number;
  readonly sums: VectorSums;
  readonly instrumentIds: string[];
}

/** Is shown every leg, or a whole account in the place of its legs. */
export interface LineVisitor extends LegVisitor {
  onWhole(whole: WholeAccount): void;
}

/**
 * The lines of a portfolio, each added to `total` as it stands: account by account, those of positions in the order of
 * their groups, then the assets of lending balances. The order is that of the sparse book, so both have the same bits. A
 * line without a valued leg is left out. The visitor is shown every leg on the way, and accounts of which nothing has to
 * be said as wholes.
 */
export function exposureLines(basis: PortfolioBasis, total: VectorSums, visitor: LineVisitor): ExposureLine[] {
  const lines: ExposureLine[] = [];
  for (const account of basis.accounts) {
    const whole = wholeAccount(basis, account);
    if (whole === undefined) {
      walkLines(basis, account, { lines, total }, visitor);
    } else {
      addLines(whole, { lines, total });
      visitor.onWhole(whole);
    }
  }
  return lines;
}

interface Sums {
  readonly lines: ExposureLine[];
  readonly total: VectorSums;
}

/** One memory serves every line: it is read before the next one is added up. */
const lineSums = new Float64Array(ROW_SIZE);

/** A line as it was last added up, and the rows of the frame that it was added up from. */
interface HeldLine {
  readonly rows: Float64Array;
  readonly sums: Float64Array;
  /** Messages hold it, so nobody may change it. */
  readonly line: ExposureLine;
}

/** By columns: a changed account has others. */
const heldLines = new WeakMap<BookColumns, HeldLine[]>();

/** A line is what its positions and its frame make of it, so one whose frame hasn't moved since stands as it stood. */
function addLines(whole: WholeAccount, { lines, total }: Sums): void {
  const { account, columns } = whole.account;
  const { assets, isDollar, underlyingOf } = lineColumns(columns);
  const { idsOfLines } = accountShape(columns);
  let held = heldLines.get(columns);
  if (held === undefined) heldLines.set(columns, (held = []));
  for (let line = 0; line < assets.length; line++) {
    const rows = whole.rows[underlyingOf[line]!]!;
    let known = held[line];
    if (known?.rows !== rows) {
      sumLine(whole, line, lineSums);
      const sums = lineSums.slice();
      known = { rows, sums, line: lineOf(account, assets[line]!, sums[DELTA_UNITS]!, sums, idsOfLines[line]!) };
      held[line] = known;
    }
    addAcrossAssets(total, known.sums, isDollar[line]!);
    lines.push(known.line);
  }
}

function walkLines(basis: PortfolioBasis, account: AccountBasis, { lines, total }: Sums, visitor: LegVisitor): void {
  const own = new Map<string, LineSums>();
  for (const asset of lineColumns(account.columns).assets) own.set(asset, newLine());
  valueLegsOf(basis, account, {
    onLeg: (leg) => {
      let line = own.get(leg.asset);
      if (line === undefined) own.set(leg.asset, (line = newLine()));
      addVector(line.sums, leg.vector);
      line.deltaUnits += leg.deltaUnits;
      line.instrumentIds.push(leg.legId);
      visitor.onLeg(leg);
    },
    onIssue: visitor.onIssue,
  });
  for (const [asset, { deltaUnits, sums, instrumentIds }] of own) {
    if (instrumentIds.length === 0) continue;
    addAcrossAssets(total, sums, isUsdPegged(asset));
    lines.push(lineOf(account.account, asset, deltaUnits, sums, instrumentIds));
  }
}

function newLine(): LineSums {
  return { deltaUnits: 0, sums: newVectorSums(), instrumentIds: [] };
}

function lineOf(
  { accountId, venue, chain }: AccountRow,
  asset: string,
  deltaUnits: number,
  sums: VectorSums,
  instrumentIds: string[],
): ExposureLine {
  return { accountId, venue, chain, asset, deltaUnits, exposure: exposureVectorOf(sums), instrumentIds };
}
