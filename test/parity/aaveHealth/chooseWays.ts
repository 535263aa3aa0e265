import { agreedPrice } from './agreedPrice.ts';
import type { PositionFile, PositionRow } from './readPositions.ts';

/** 10^18: wei in one token of either asset. */
export const ETHER_UNIT = 10n ** 18n;

/** A balance explains a total when it comes this near to it, which is as near as health is held to. */
const EXPLAINED = 1_000_000_000n;

/** An account, and for each side whether one reserve's balance stands for it or the recorded total has to. */
export interface ChosenRow {
  readonly row: PositionRow;
  readonly collateral: 'reserve' | 'total';
  readonly debt: 'reserve' | 'total';
}

/** What a file says of its two reserves, by e-mode where that matters. Prices in base units for one token. */
export interface ReserveTerms {
  readonly stakedEtherBase: bigint | undefined;
  readonly etherBase: bigint | undefined;
  /** The terms of (w)stETH as collateral by e-mode: what most accounts have that hold nothing else. */
  readonly collateralTerms: ReadonlyMap<number, { readonly thresholdBps: number; readonly ltvBps: number }>;
}

export interface ChosenWays {
  readonly terms: ReserveTerms;
  readonly rows: readonly ChosenRow[];
}

/**
 * Which accounts can be taken reserve by reserve. A file has balances of (w)stETH and of WETH debt for all of them; where
 * such a balance at the price of the block is the whole total, it is that side's reserve. Other balances are in some files
 * only, read too many blocks later (debts 6e-8 apart), so sides that hold more are taken on their total.
 */
export function chooseWays({ rows }: PositionFile): ChosenWays {
  const stakedEtherBase = agreedPrice(
    rows.map(({ collateralBase, stakedEther }) => ({ totalBase: collateralBase, balance: stakedEther })),
    ETHER_UNIT,
  );
  const etherBase = agreedPrice(
    rows.map(({ debtBase, etherDebt }) => ({ totalBase: debtBase, balance: etherDebt })),
    ETHER_UNIT,
  );
  const holdsNothingElse = rows.filter((row) => explains(row.stakedEther, stakedEtherBase, row.collateralBase));
  const collateralTerms = termsByEMode(holdsNothingElse);
  const single = new Set(
    holdsNothingElse.filter(({ eMode, thresholdBps, ltvBps }) => {
      const terms = collateralTerms.get(eMode);
      // Dust of another asset changes the average and no digit of the total.
      return terms?.thresholdBps === thresholdBps && terms.ltvBps === ltvBps;
    }),
  );
  return {
    terms: { stakedEtherBase, etherBase, collateralTerms },
    rows: rows.map((row) => ({
      row,
      collateral: single.has(row) ? 'reserve' : 'total',
      debt: explains(row.etherDebt, etherBase, row.debtBase) ? 'reserve' : 'total',
    })),
  };
}

function explains(balance: bigint, priceBase: bigint | undefined, totalBase: bigint): boolean {
  if (priceBase === undefined || balance === 0n) return false;
  const found = (balance * priceBase) / ETHER_UNIT;
  const apart = found > totalBase ? found - totalBase : totalBase - found;
  return apart * EXPLAINED <= totalBase;
}

function termsByEMode(rows: readonly PositionRow[]): ReserveTerms['collateralTerms'] {
  const counted = new Map<string, { readonly row: PositionRow; readonly count: number }>();
  for (const row of rows) {
    const key = `${row.eMode}/${row.thresholdBps}/${row.ltvBps}`;
    counted.set(key, { row, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  const terms = new Map<number, { thresholdBps: number; ltvBps: number }>();
  for (const { row } of [...counted.values()].sort((one, other) => other.count - one.count)) {
    const { eMode, thresholdBps, ltvBps } = row;
    if (!terms.has(eMode)) terms.set(eMode, { thresholdBps, ltvBps });
  }
  return terms;
}
