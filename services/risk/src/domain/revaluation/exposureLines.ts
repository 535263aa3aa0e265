import type { ExposureLine } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  addAcrossAssets,
  addVector,
  exposureVectorOf,
  isUsdPegged,
  newVectorSums,
  VECTOR_SIZE,
  type VectorSums,
} from '../exposure/exposureVector.js';
import { type FrameStanding, frameStanding, isFaultless } from '../exposure/legIssues.js';
import type { AccountBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import { type LegVisitor, valueLegsOf } from '../exposure/valueLegs.js';
import type { AccountRow } from '../riskState.js';
import { type LineColumns, lineColumns } from './lineColumns.js';
import { sumGroup } from './sumGroup.js';
import { DELTA_UNITS, ROW_SIZE, unitRows } from './unitRows.js';

/**
 * The lines of a portfolio, account by account, each account's in the order of its first leg; each is added to `total` as
 * it stands. An account of positions alone, with nothing to be said about any of their marks, is summed from its columns;
 * any other leg by leg. Both add a line's legs in the same order, and so to the same bits.
 */
export function exposureLines(
  basis: PortfolioBasis,
  total: VectorSums,
  onIssue: LegVisitor['onIssue'],
): ExposureLine[] {
  const lines: ExposureLine[] = [];
  for (const account of basis.accounts) {
    const { columns, lending } = account;
    const standings = columns.underlyings.map((underlying) =>
      frameStanding(basis.frames.get(underlying), basis.step.timeUs),
    );
    const groups = lineColumns(columns);
    if (columns.isComplete && lending === undefined && areFaultless(groups, standings))
      addFromColumns(lines, total, account.account, groups, standings);
    else addLegByLeg(lines, total, basis, account, onIssue);
  }
  return lines;
}

function areFaultless(groups: LineColumns, standings: readonly FrameStanding[]): boolean {
  for (let group = 0; group < groups.assets.length; group++) {
    const standing = standings[groups.underlyingOf[group]!]!;
    if (standing.isWhole && groups.markIndexMax[group]! < standing.faultless.length) continue;
    for (let leg = groups.starts[group]!; leg < groups.starts[group + 1]!; leg++)
      if (!isFaultless(standing, groups.markIndexes[leg]!)) return false;
  }
  return true;
}

/** Written by one group and read before the next: a typed array of its own costs more than the sums in it. */
const row = new Float64Array(ROW_SIZE);
const rowVector = row.subarray(0, VECTOR_SIZE);

function addFromColumns(
  lines: ExposureLine[],
  total: VectorSums,
  account: AccountRow,
  groups: LineColumns,
  standings: readonly FrameStanding[],
): void {
  const { assets, isDollar, underlyingOf, starts, quantities, markIndexes, instrumentIds } = groups;
  for (let group = 0; group < assets.length; group++) {
    const rows = unitRows(standings[underlyingOf[group]!]!.frame!);
    sumGroup(quantities, markIndexes, starts[group]!, starts[group + 1]!, rows, row, 0);
    addAcrossAssets(total, rowVector, isDollar[group]!);
    lines.push(lineOf(account, assets[group]!, row[DELTA_UNITS]!, rowVector, instrumentIds[group]!));
  }
}

interface GrowingLine {
  deltaUnits: number;
  readonly sums: VectorSums;
  readonly instrumentIds: string[];
}

/** Positions first, in their groups, then the assets of lending balances; a line without a valued leg is left out. */
function addLegByLeg(
  lines: ExposureLine[],
  total: VectorSums,
  basis: PortfolioBasis,
  account: AccountBasis,
  onIssue: LegVisitor['onIssue'],
): void {
  const growing = new Map(lineColumns(account.columns).assets.map((asset) => [asset, newLine()]));
  valueLegsOf(basis, account, {
    onLeg: ({ asset, legId, deltaUnits, vector }) => {
      let line = growing.get(asset);
      if (line === undefined) growing.set(asset, (line = newLine()));
      addVector(line.sums, vector);
      line.deltaUnits += deltaUnits;
      line.instrumentIds.push(legId);
    },
    onIssue,
  });
  for (const [asset, { deltaUnits, sums, instrumentIds }] of growing) {
    if (instrumentIds.length === 0) continue;
    addAcrossAssets(total, sums, isUsdPegged(asset));
    lines.push(lineOf(account.account, asset, deltaUnits, sums, instrumentIds));
  }
}

function newLine(): GrowingLine {
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
