import { ColumnsDraft } from './columnsDraft.js';
import { COLUMN, columnValue, PNL_TERMS, type PnlColumns } from './pnlColumns.js';
import type { PnlAccrual } from './pnlRows.js';

const SUMMED: readonly number[] = [...PNL_TERMS.keys(), COLUMN.flow, COLUMN.gross];
const STARTS: readonly number[] = [COLUMN.start, COLUMN.startReceivable];

/**
 * The day after one more of its hours. Terms, flows and gross are sums of those of the hours, but for liquidity's delta:
 * against a holder of the day's beginning, a part of what an hour calls delta is rebalancing, and the other way round.
 */
export function mergeHour(day: PnlAccrual | undefined, hour: PnlAccrual): PnlAccrual {
  const columns = new ColumnsDraft(hour.columns, hour.columns.size);
  for (let leg = 0; leg < columns.size; leg++) {
    const gap = columnValue(hour.columns, COLUMN.dayHoldGap, leg);
    columns.add(COLUMN.delta, leg, gap);
    columns.add(COLUMN.impermanentLoss, leg, -gap);
    columns.set(COLUMN.dayHoldGap, leg, 0);
    if (day !== undefined) addDay(columns, day.columns, leg);
  }
  const merged = { ...hour, columns: columns.done() };
  if (day === undefined) return merged;
  return {
    ...merged,
    fromSequence: day.fromSequence,
    fromTimeUs: day.fromTimeUs,
    startValueUsd: day.startValueUsd,
    flowsUsd: day.flowsUsd + hour.flowsUsd,
    grossUsd: day.grossUsd + hour.grossUsd,
  };
}

/** Legs are only ever added within a day, so those of the day stand at the same indexes. */
function addDay(columns: ColumnsDraft, day: PnlColumns, leg: number): void {
  for (const column of SUMMED) columns.add(column, leg, columnValue(day, column, leg));
  for (const column of STARTS) columns.set(column, leg, columnValue(day, column, leg));
  // The worse of both steps stays: one that nothing excuses first, then the larger one, then the earlier one.
  const suspects = [columnValue(day, COLUMN.suspect, leg), columns.get(COLUMN.suspect, leg)] as const;
  const worst = [columnValue(day, COLUMN.worst, leg), columns.get(COLUMN.worst, leg)] as const;
  const isDays = suspects[0] !== suspects[1] ? suspects[0] > suspects[1] : Math.abs(worst[0]) >= Math.abs(worst[1]);
  if (!isDays) return;
  for (const column of [COLUMN.worst, COLUMN.worstStep, COLUMN.worstTimeUs, COLUMN.suspect]) {
    columns.set(column, leg, columnValue(day, column, leg));
  }
}
