import type { RiskState } from '../riskState.js';
import { PNL_PERIODS_LISTED_MAX } from './limits.js';
import { pnlHeadKey, type PnlPeriodRow, pnlPeriodKey } from './pnlRows.js';

export interface PeriodsAsked {
  /** hour or day; both when empty. */
  readonly period: string;
  /** Periods that end after `from` and begin before `to`; zero leaves a side open. */
  readonly fromTimeUs: bigint;
  readonly toTimeUs: bigint;
}

/** Explanations of a portfolio in the order of their ends, days behind the hours that end with them; the newest ones. */
export function listedPeriods(state: RiskState, key: string, asked: PeriodsAsked): readonly PnlPeriodRow[] {
  const names = asked.period === '' ? ['hour', 'day'] : [asked.period];
  return names
    .flatMap((period) => newestPeriods(state, key, period, asked))
    .sort((a, b) => (a.toTimeUs === b.toTimeUs ? 0 : a.toTimeUs < b.toTimeUs ? -1 : 1))
    .slice(-PNL_PERIODS_LISTED_MAX);
}

function newestPeriods(state: RiskState, key: string, period: string, asked: PeriodsAsked): PnlPeriodRow[] {
  const found: PnlPeriodRow[] = [];
  for (let sequence = state.pnlHeads.get(pnlHeadKey(key, period)) ?? 0; sequence > 0; sequence--) {
    const row = state.pnlPeriods.get(pnlPeriodKey(key, period, sequence));
    if (row === undefined || row.toTimeUs <= asked.fromTimeUs || found.length === PNL_PERIODS_LISTED_MAX) break;
    if (asked.toTimeUs === 0n || row.fromTimeUs < asked.toTimeUs) found.push(row);
  }
  return found.reverse();
}
