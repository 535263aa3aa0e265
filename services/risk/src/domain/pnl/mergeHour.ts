import { COLUMN, columnValue, grownColumn, PNL_TERMS, type PnlColumns } from './pnlColumns.js';
import type { PnlAccrual } from './pnlRows.js';

const SUMMED: readonly number[] = [...PNL_TERMS.keys(), COLUMN.flow, COLUMN.gross];

/**
 * The day after one more of its hours. Terms, flows and gross are sums of those of the hours, but for liquidity's delta:
 * against a holder of the day's beginning, a part of what an hour calls delta is rebalancing, and the other way round.
 */
export function mergeHour(day: PnlAccrual | undefined, hour: PnlAccrual): PnlAccrual {
  const size = Math.max(lengthOf(hour.columns), day === undefined ? 0 : lengthOf(day.columns));
  const columns = hour.columns.map((values, column) => values && grownColumn(column, values, size));
  const gap = hour.columns[COLUMN.dayHoldGap];
  addColumn(columns, COLUMN.delta, gap, 1, size);
  addColumn(columns, COLUMN.impermanentLoss, gap, -1, size);
  for (const column of SUMMED) addColumn(columns, column, day?.columns[column], 1, size);
  columns[COLUMN.dayHoldGap] = undefined;
  if (day === undefined) return { ...hour, columns };
  columns[COLUMN.start] = day.columns[COLUMN.start] && grownColumn(COLUMN.start, day.columns[COLUMN.start], size);
  worstOf(columns, day.columns, size);
  return {
    ...hour,
    columns,
    fromSequence: day.fromSequence,
    fromTimeUs: day.fromTimeUs,
    startValueUsd: day.startValueUsd,
    flowsUsd: day.flowsUsd + hour.flowsUsd,
    grossUsd: day.grossUsd + hour.grossUsd,
  };
}

function addColumn(
  columns: (Float64Array | undefined)[],
  column: number,
  more: Float64Array | undefined,
  sign: 1 | -1,
  size: number,
): void {
  if (more === undefined) return;
  const values = (columns[column] ??= grownColumn(column, undefined, size));
  for (let leg = 0; leg < more.length; leg++) values[leg] = values[leg]! + sign * more[leg]!;
}

/** Leaves the worse of both steps of each leg: one that nothing excuses first, then the larger one, then the earlier one. */
function worstOf(columns: (Float64Array | undefined)[], day: PnlColumns, size: number): void {
  for (let leg = 0; leg < size; leg++) {
    const suspects = [columnValue(day, COLUMN.suspect, leg), columnValue(columns, COLUMN.suspect, leg)] as const;
    const worst = [columnValue(day, COLUMN.worst, leg), columnValue(columns, COLUMN.worst, leg)] as const;
    const isDays = suspects[0] !== suspects[1] ? suspects[0] > suspects[1] : Math.abs(worst[0]) >= Math.abs(worst[1]);
    if (!isDays) continue;
    for (const column of [COLUMN.worst, COLUMN.worstStep, COLUMN.worstTimeUs, COLUMN.suspect]) {
      const values = (columns[column] ??= grownColumn(column, undefined, size));
      values[leg] = columnValue(day, column, leg);
    }
  }
}

function lengthOf(columns: PnlColumns): number {
  return columns.reduce((length, values) => Math.max(length, values?.length ?? 0), 0);
}
