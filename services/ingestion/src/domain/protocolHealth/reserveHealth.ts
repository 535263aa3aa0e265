import type { ProtocolHealthObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import { type LendingBook, type LendingReserve, reserveKey } from '@gimbal/margin';
import { decimalFromNumber, divDecimal, formatDecimal, fromUnits } from '@gimbal/money';
import type { ProtocolHealthWatch, WatchedReserve } from './healthWatch.js';
import { FRACTION_SCALE, USD_SCALE } from './limits.js';
import { liquidationsLastHour } from './liquidationsLastHour.js';
import { oracleHeadroom } from './oracleHeadroom.js';
import type { ProtocolHealthRows, ReserveTotalsRow } from './protocolHealthRows.js';
import { securedDebt } from './securedDebt.js';
import { sellableUnits } from './sellableUnits.js';
import { usdPrice } from './usdPrice.js';

/** A figure as text and, where it can't be said, why. */
interface Figure {
  readonly text: string;
  readonly missing: readonly string[];
}

/** The health of one reserve at `timeUs`: what can be said of it, and by name what can't. */
export function reserveHealth(
  book: LendingBook,
  rows: ProtocolHealthRows,
  { deployment }: ProtocolHealthWatch,
  watched: WatchedReserve,
  timeUs: bigint,
): ProtocolHealthObserved {
  const { asset, slippageBps } = watched;
  const reserve = book.reserves.get(reserveKey(deployment, asset));
  const totals = rows.totals.get(reserveKey(deployment, asset));
  const price = usdPrice(book, reserve);
  const unitUsd = typeof price === 'string' ? price : price.unitUsd;
  const owed = totalsFigures(reserve, totals);
  const depth = depthFigure(rows, watched, unitUsd);
  const secured = usdFigure('secured_debt', securedDebt(book, rows, deployment, asset));
  const headroom = oracleHeadroom(book, deployment, asset);
  const badDebt = badDebtFigure(totals, unitUsd);
  const hour = liquidationsLastHour(rows, deployment, asset, timeUs);
  const seizedUsd = typeof unitUsd === 'number' ? Number(hour.seizedUnits) * unitUsd : unitUsd;
  const liquidated = usdFigure('liquidated', hour.seizedUnits === 0n ? 0 : seizedUsd);
  return {
    deployment,
    asset,
    ...owed.texts,
    depthUsd: depth.text,
    depthSlippageBps: String(slippageBps),
    securedDebtUsd: secured.text,
    oracleHeadroom: headroom.fall === undefined ? '' : numberText(headroom.fall, FRACTION_SCALE),
    oracleAgeUs: typeof price === 'string' ? 0n : timeUs - price.updatedAtUs,
    badDebtUsd: badDebt.text,
    liquidationsLastHour: hour.count,
    liquidatedUsdLastHour: liquidated.text,
    missing: [
      ...owed.missing,
      ...depth.missing,
      ...secured.missing,
      ...headroom.missing,
      ...(typeof price === 'string' ? [`oracle: ${price}`] : []),
      ...badDebt.missing,
      ...liquidated.missing,
    ],
    observedAtUs: timeUs,
  };
}

interface TotalsFigures {
  readonly texts: Pick<ProtocolHealthObserved, 'utilisation' | 'supplied' | 'borrowed' | 'available'>;
  readonly missing: readonly string[];
}

function totalsFigures(reserve: LendingReserve | undefined, totals: ReserveTotalsRow | undefined): TotalsFigures {
  if (reserve === undefined || totals === undefined) {
    const reason = totals === undefined ? 'no totals were read' : 'its parameters were not observed';
    const texts = { utilisation: '', supplied: '', borrowed: '', available: '' };
    return { texts, missing: [`utilisation: ${reason}`] };
  }
  const supplied = fromUnits(totals.suppliedUnits, reserve.decimals);
  const borrowed = fromUnits(totals.borrowedUnits, reserve.decimals);
  const available = totals.availableUnits;
  return {
    texts: {
      utilisation:
        totals.suppliedUnits === 0n ? '' : formatDecimal(divDecimal(borrowed, supplied, FRACTION_SCALE, 'halfEven')),
      supplied: formatDecimal(supplied),
      borrowed: formatDecimal(borrowed),
      available: available === undefined ? '' : formatDecimal(fromUnits(available, reserve.decimals)),
    },
    missing: [
      ...(totals.suppliedUnits === 0n ? ['utilisation: nothing is supplied'] : []),
      ...(available === undefined ? ['available: it was not read'] : []),
    ],
  };
}

function depthFigure(rows: ProtocolHealthRows, watched: WatchedReserve, unitUsd: number | string): Figure {
  if (watched.pools.length === 0) return { text: '', missing: ['depth: no pool is watched'] };
  if (typeof unitUsd === 'string') return { text: '', missing: [`depth: ${unitUsd}`] };
  let units = 0;
  const missing: string[] = [];
  for (const pool of watched.pools) {
    const row = rows.pools.get(pool.feed);
    if (row === undefined) missing.push(`depth: ${pool.feed} was not observed`);
    else units += sellableUnits(row, pool, watched.slippageBps);
  }
  // Of no pool at all nothing is known; of some, the depth is at least theirs.
  if (missing.length === watched.pools.length) return { text: '', missing };
  return { text: numberText(units * unitUsd, USD_SCALE), missing };
}

function badDebtFigure(totals: ReserveTotalsRow | undefined, unitUsd: number | string): Figure {
  const deficit = totals?.deficitUnits;
  if (deficit === undefined) return { text: '', missing: ['bad_debt: the deficit was not read'] };
  return usdFigure('bad_debt', deficit === 0n ? 0 : typeof unitUsd === 'string' ? unitUsd : Number(deficit) * unitUsd);
}

function usdFigure(name: string, found: number | string): Figure {
  if (typeof found === 'string') return { text: '', missing: [`${name}: ${found}`] };
  return { text: numberText(found, USD_SCALE), missing: [] };
}

/** Empty for what overflowed. */
function numberText(value: number, scale: number): string {
  const decimal = decimalFromNumber(value, scale, 'halfEven');
  return decimal.ok ? formatDecimal(decimal.value) : '';
}
