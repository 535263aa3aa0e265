import type { PnlStanding } from './advancePnl.js';
import { ColumnsDraft } from './columnsDraft.js';
import { COLUMN, columnValue, legValueUsd, NO_COLUMNS, type PnlColumns } from './pnlColumns.js';
import type { PnlAccrual, PnlLeg } from './pnlRows.js';

/** What goes on from period to period; all else begins again. */
const LASTING: readonly number[] = [
  COLUMN.quantity,
  COLUMN.price,
  COLUMN.receivable,
  COLUMN.anchor0,
  COLUMN.anchor1,
  COLUMN.told,
];

/** A standing as the beginning of a period: its value now is the start. With a day, the day's hold begins again too. */
export function startPeriod({ legs, accrual }: PnlStanding, period: 'hour' | 'day'): PnlStanding {
  const started: PnlStanding = {
    legs,
    accrual: {
      ...accrual,
      fromSequence: accrual.sequence,
      fromTimeUs: accrual.timeUs,
      startValueUsd: accrual.valueUsd,
      flowsUsd: 0,
      grossUsd: 0,
      columns: startedColumns(accrual, legs.legs.length, period),
    },
  };
  return period === 'day' ? withoutClosedLegs(started) : started;
}

function startedColumns({ columns }: PnlAccrual, legs: number, period: 'hour' | 'day'): PnlColumns {
  const started = new ColumnsDraft(NO_COLUMNS, legs);
  const lasting = period === 'hour' ? [...LASTING, COLUMN.dayHold] : LASTING;
  for (let leg = 0; leg < legs; leg++) {
    for (const column of lasting) started.set(column, leg, columnValue(columns, column, leg));
    started.set(COLUMN.start, leg, legValueUsd(columns, leg));
    started.set(COLUMN.startReceivable, leg, columnValue(columns, COLUMN.receivable, leg));
  }
  return started.done();
}

/** Legs that are gone and owe nothing are forgotten once a day; the indexes of the others move up. */
function withoutClosedLegs(standing: PnlStanding): PnlStanding {
  const { legs, accrual } = standing;
  const { columns } = accrual;
  const kept = legs.legs.flatMap((_, leg) => {
    const isClosed =
      columnValue(columns, COLUMN.quantity, leg) === 0 &&
      columnValue(columns, COLUMN.receivable, leg) === 0 &&
      columnValue(columns, COLUMN.told, leg) === 0;
    return isClosed ? [] : [leg];
  });
  if (kept.length === legs.legs.length) return standing;
  const renumbered = new Map(kept.map((leg, at) => [leg, at]));
  return {
    legs: { ...legs, legs: kept.map((leg): PnlLeg => legs.legs[leg]!) },
    accrual: {
      ...accrual,
      columns: pickedLegs(columns, kept),
      lending: new Map(
        [...accrual.lending].flatMap(([leg, held]) => (renumbered.has(leg) ? [[renumbered.get(leg)!, held]] : [])),
      ),
    },
  };
}

function pickedLegs(columns: PnlColumns, kept: readonly number[]): PnlColumns {
  const picked = new ColumnsDraft(NO_COLUMNS, kept.length);
  for (const [at, leg] of kept.entries()) {
    for (const column of columns.slots.keys()) picked.set(column, at, columnValue(columns, column, leg));
  }
  return picked.done();
}
