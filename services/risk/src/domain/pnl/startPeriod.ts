import type { PnlStanding } from './advancePnl.js';
import { COLUMN, COLUMN_COUNT, legValueUsd, type PnlColumns } from './pnlColumns.js';
import type { PnlAccrual, PnlLeg } from './pnlRows.js';

/** What goes on from period to period; all else begins again. */
const LASTING: ReadonlySet<number> = new Set([
  COLUMN.quantity,
  COLUMN.price,
  COLUMN.receivable,
  COLUMN.anchor0,
  COLUMN.anchor1,
]);

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
  const start = new Float64Array(legs);
  for (let leg = 0; leg < legs; leg++) start[leg] = legValueUsd(columns, leg);
  return Array.from({ length: COLUMN_COUNT }, (_, column) => {
    if (column === COLUMN.start) return start;
    const lasts = LASTING.has(column) || (column === COLUMN.dayHold && period === 'hour');
    return lasts ? columns[column] : undefined;
  });
}

/** Legs that are gone and owe nothing are forgotten once a day; the indexes of the others move up. */
function withoutClosedLegs(standing: PnlStanding): PnlStanding {
  const { legs, accrual } = standing;
  const { columns } = accrual;
  const kept = legs.legs.flatMap((_, leg) => {
    const isClosed = (columns[COLUMN.quantity]?.[leg] ?? 0) === 0 && (columns[COLUMN.receivable]?.[leg] ?? 0) === 0;
    return isClosed ? [] : [leg];
  });
  if (kept.length === legs.legs.length) return standing;
  const renumbered = new Map(kept.map((leg, at) => [leg, at]));
  return {
    legs: { ...legs, legs: kept.map((leg): PnlLeg => legs.legs[leg]!) },
    accrual: {
      ...accrual,
      columns: columns.map((values) => values && Float64Array.from(kept, (leg) => values[leg]!)),
      lending: new Map(
        [...accrual.lending].flatMap(([leg, held]) => (renumbered.has(leg) ? [[renumbered.get(leg)!, held]] : [])),
      ),
    },
  };
}
