import { type LendingBook, type LendingReserve, reserveKey } from '@gimbal/margin';
import type { ProtocolHealthRows } from './protocolHealthRows.js';
import { usdPrice } from './usdPrice.js';

const BPS_PER_ONE = 10_000;

/**
 * The part of a deployment's debt that stands behind one asset, USD, or why it can't be said. Totals don't tell whose debt
 * rests on which collateral, so all debt is shared out over the assets by what each lets its suppliers owe (supplied times
 * price times liquidation threshold), with everything that is supplied taken as collateral.
 */
export function securedDebt(
  book: LendingBook,
  { totals }: ProtocolHealthRows,
  deployment: string,
  asset: string,
): number | string {
  let [debtUsd, allowedUsd, ofAssetUsd] = [0, 0, 0];
  for (const reserve of reservesOf(book, deployment)) {
    const row = totals.get(reserveKey(deployment, reserve.asset));
    if (row === undefined) return `no totals of ${reserve.asset} were read`;
    const price = usdPrice(book, reserve);
    if (typeof price === 'string') return price;
    const { unitUsd } = price;
    const allowed = (Number(row.suppliedUnits) * unitUsd * Number(reserve.liquidationThresholdBps)) / BPS_PER_ONE;
    debtUsd += Number(row.borrowedUnits) * unitUsd;
    allowedUsd += allowed;
    if (reserve.asset === asset) ofAssetUsd += allowed;
  }
  return allowedUsd === 0 ? 0 : (debtUsd * ofAssetUsd) / allowedUsd;
}

/** In the order of their names, so that sums of floats don't depend on who was observed first. */
function reservesOf(book: LendingBook, deployment: string): readonly LendingReserve[] {
  const reserves = [...book.reserves.values()].filter((reserve) => reserve.deployment === deployment);
  return reserves.sort((one, other) => (one.asset < other.asset ? -1 : 1));
}
