import type { Cut } from '@gimbal/contracts/log/v1/log';
import type {
  PnlExplained,
  PnlIncidentOpened,
  PnlLine,
  PnlSuspect,
  PnlTerms,
} from '@gimbal/contracts/risk/v1/exposure_events';
import type { PnlStanding } from './advancePnl.js';
import { PNL_LINES_MAX, RESIDUAL_FLOOR_USD, RESIDUAL_SHARE_MAX, SUSPECTS_MAX } from './limits.js';
import {
  COLUMN,
  columnSum,
  columnValue,
  legTermsUsd,
  legValueUsd,
  PNL_TERMS,
  type PnlColumns,
  type PnlTerm,
} from './pnlColumns.js';
import type { PnlLeg } from './pnlRows.js';

/** What an explanation is called. */
export interface PeriodName {
  readonly portfolioId: string;
  readonly period: string;
  readonly sequence: bigint;
  readonly cut: Cut | undefined;
}

/**
 * Says why a portfolio's value changed. The P&L is the ledger's, end less start less flows; the residual is what the terms
 * leave of it, so the three add up.
 */
export function explainAccrual({ legs, accrual }: PnlStanding, name: PeriodName): PnlExplained {
  const { columns } = accrual;
  const pnlUsd = accrual.valueUsd - accrual.startValueUsd - accrual.flowsUsd;
  const terms = termsOf((term) => columnSum(columns, term));
  return {
    portfolioId: name.portfolioId,
    sequence: name.sequence,
    period: name.period,
    fromTimeUs: accrual.fromTimeUs,
    toTimeUs: accrual.timeUs,
    fromExposureSequence: BigInt(accrual.fromSequence),
    toExposureSequence: BigInt(accrual.sequence),
    cut: name.cut,
    startValueUsd: accrual.startValueUsd,
    endValueUsd: accrual.valueUsd,
    flowsUsd: accrual.flowsUsd,
    pnlUsd,
    terms,
    residualUsd: pnlUsd - PNL_TERMS.reduce((sum, term) => sum + terms[term], 0),
    grossUsd: accrual.grossUsd,
    residualBoundUsd: boundOf(accrual.grossUsd),
    lines: linesOf({ legs, accrual }),
    unvalued: unvaluedOf({ legs, accrual }),
    startReceivablesUsd: columnSum(columns, COLUMN.startReceivable),
    endReceivablesUsd: columnSum(columns, COLUMN.receivable),
  };
}

/**
 * The incident of an explanation, or undefined when all is well. It opens when the residual passes its bound, and also
 * when one leg has a step that neither its own terms of that step nor one per cent of the period's excuse: a mark that was
 * wrong for one step and right again leaves no residual in the period.
 */
export function incidentOf(standing: PnlStanding, explained: PnlExplained): PnlIncidentOpened | undefined {
  const { portfolioId, period, sequence, residualUsd, residualBoundUsd, cut } = explained;
  const { columns } = standing.accrual;
  const isSuspect = standing.legs.legs.some(
    (_, leg) => columnValue(columns, COLUMN.suspect, leg) > boundOf(columnValue(columns, COLUMN.gross, leg)),
  );
  if (Math.abs(residualUsd) <= residualBoundUsd && !isSuspect) return undefined;
  return {
    incidentId: `${portfolioId}/pnl/${period}/${sequence}`,
    portfolioId,
    period,
    pnlSequence: sequence,
    residualUsd,
    residualBoundUsd,
    suspects: suspectsOf(standing),
    cut,
  };
}

function boundOf(grossUsd: number): number {
  return Math.max(RESIDUAL_SHARE_MAX * grossUsd, RESIDUAL_FLOOR_USD);
}

/** An account that is observed may hold the same at several places. */
function shownLegId({ legId, observedAt = '' }: PnlLeg): string {
  return observedAt === '' ? legId : `${legId}@${observedAt}`;
}

/** The legs with the largest residuals: of the period, or of one step where that is larger. */
function suspectsOf({ legs, accrual: { columns } }: PnlStanding): PnlSuspect[] {
  return legs.legs
    .map((own, leg): PnlSuspect => {
      const { accountId } = own;
      const legId = shownLegId(own);
      const worstStep = BigInt(columnValue(columns, COLUMN.worstStep, leg));
      const worstTimeUs = BigInt(columnValue(columns, COLUMN.worstTimeUs, leg));
      const worstStepResidualUsd = columnValue(columns, COLUMN.worst, leg);
      return { accountId, legId, residualUsd: residualOf(columns, leg), worstStep, worstTimeUs, worstStepResidualUsd };
    })
    .filter((suspect) => sizeOf(suspect) > 0)
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .slice(0, SUSPECTS_MAX);
}

function sizeOf({ residualUsd, worstStepResidualUsd }: PnlSuspect): number {
  return Math.max(Math.abs(residualUsd), Math.abs(worstStepResidualUsd));
}

/** Legs that were held in the period; of too many the largest changes. */
function linesOf({ legs, accrual: { columns } }: PnlStanding): PnlLine[] {
  const lines = legs.legs.flatMap((own, leg): PnlLine[] => {
    const { accountId, asset } = own;
    const legId = shownLegId(own);
    const isIdle = [COLUMN.gross, COLUMN.quantity, COLUMN.start, COLUMN.flow].every(
      (column) => columnValue(columns, column, leg) === 0,
    );
    if (isIdle) return [];
    const terms = termsOf((term) => columnValue(columns, term, leg));
    return [{ accountId, legId, asset, pnlUsd: legPnl(columns, leg), terms, residualUsd: residualOf(columns, leg) }];
  });
  if (lines.length <= PNL_LINES_MAX) return lines;
  return lines.sort((a, b) => Math.abs(b.pnlUsd) - Math.abs(a.pnlUsd)).slice(0, PNL_LINES_MAX);
}

function unvaluedOf({ legs, accrual: { columns } }: PnlStanding): PnlExplained['unvalued'] {
  return legs.legs.flatMap(({ accountId, legId }, leg) => {
    const isMarked =
      columnValue(columns, COLUMN.quantity, leg) === 0 || !Number.isNaN(columnValue(columns, COLUMN.price, leg));
    if (isMarked) return [];
    const reason = `Expected a mark of ${legId} in the period, found none: it enters with its first one.`;
    return [{ accountId, instrumentId: legId, code: 'missing_mark', reason, valueKept: false }];
  });
}

function legPnl(columns: PnlColumns, leg: number): number {
  return legValueUsd(columns, leg) - columnValue(columns, COLUMN.start, leg) - columnValue(columns, COLUMN.flow, leg);
}

function residualOf(columns: PnlColumns, leg: number): number {
  return legPnl(columns, leg) - legTermsUsd(columns, leg);
}

function termsOf(read: (term: number) => number): PnlTerms {
  const terms = {} as Record<PnlTerm, number>;
  for (const [at, term] of PNL_TERMS.entries()) terms[term] = read(at);
  return terms;
}
