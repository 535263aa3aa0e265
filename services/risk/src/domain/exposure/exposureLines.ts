import type { ExposureLine } from '@gimbal/contracts/risk/v1/exposure_events';
import { lineColumns } from '../revaluation/lineColumns.js';
import type { AccountRow } from '../riskState.js';
import {
  addAcrossAssets,
  addVector,
  exposureVectorOf,
  isUsdPegged,
  newVectorSums,
  type VectorSums,
} from './exposureVector.js';
import type { PortfolioBasis } from './portfolioBasis.js';
import { type LegVisitor, valueLegsOf } from './valueLegs.js';

interface LineSums {
  deltaUnits: number;
  readonly sums: VectorSums;
  readonly instrumentIds: string[];
}

/**
 * The lines of a portfolio, each added to `total` as it stands: account by account, those of positions in the order of
 * their groups, then the assets of lending balances. The order is that of the sparse book, so both have the same bits. A
 * line without a valued leg is left out. The visitor is shown every leg on the way.
 */
export function exposureLines(basis: PortfolioBasis, total: VectorSums, visitor: LegVisitor): ExposureLine[] {
  const lines: ExposureLine[] = [];
  for (const account of basis.accounts) {
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
    for (const [asset, line] of own) {
      if (line.instrumentIds.length === 0) continue;
      addAcrossAssets(total, line.sums, isUsdPegged(asset));
      lines.push(lineOf(account.account, asset, line));
    }
  }
  return lines;
}

function newLine(): LineSums {
  return { deltaUnits: 0, sums: newVectorSums(), instrumentIds: [] };
}

function lineOf(
  { accountId, venue, chain }: AccountRow,
  asset: string,
  { deltaUnits, sums, instrumentIds }: LineSums,
): ExposureLine {
  return { accountId, venue, chain, asset, deltaUnits, exposure: exposureVectorOf(sums), instrumentIds };
}
