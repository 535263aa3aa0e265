import type { PnlExplained, PnlIncidentOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import type { InboundEvent } from '@gimbal/projection';
import { type PortfolioBasis, portfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import { portfolioKey, tenantOfKey } from '../rowKeys.js';
import { advancePnl } from './advancePnl.js';
import { mergeHour } from './mergeHour.js';
import { pnlHeadKey, pnlPeriodKey } from './pnlRows.js';
import { pnlStanding, setPnlStanding } from './pnlStanding.js';
import { startPeriod } from './startPeriod.js';

/** Takes the portfolio's P&L through an exposure that risk has said. */
export function foldPnlStep(state: RiskState, key: string, basis: PortfolioBasis, sequence: number): void {
  const held = pnlStanding(state, key);
  // An explanation of the same step that stands on a topic before this one has taken it up already.
  if (held !== undefined && held.accrual.sequence >= sequence) return;
  const advanced = advancePnl(state, held, basis, sequence);
  setPnlStanding(state, key, held === undefined ? startPeriod(advanced, 'day') : advanced);
}

/** Closes the period that was explained: an hour goes into its day, a day begins anew. */
export function foldPnlExplained(state: RiskState, event: InboundEvent<PnlExplained>): void {
  const { portfolioId, period, sequence, fromTimeUs, toTimeUs, toExposureSequence, cut } = event.value;
  const key = portfolioKey(tenantOfKey(event.key), portfolioId);
  const { partition, offset } = event;
  const row = {
    period,
    sequence: Number(sequence),
    fromTimeUs,
    toTimeUs,
    partition,
    offset,
    incidentOffset: undefined,
  };
  state.pnlHeads.set(pnlHeadKey(key, period), row.sequence);
  state.pnlPeriods.set(pnlPeriodKey(key, period, row.sequence), row);
  const basis = portfolioBasis(state, key, { number: Number(cut?.step ?? 0n), timeUs: cut?.timeUs ?? 0n });
  if (basis !== undefined) foldPnlStep(state, key, basis, Number(toExposureSequence));
  const standing = pnlStanding(state, key);
  if (standing === undefined) return;
  if (period === 'hour') {
    state.pnlDays.set(key, mergeHour(state.pnlDays.get(key), standing.accrual));
    setPnlStanding(state, key, startPeriod(standing, 'hour'));
  } else {
    state.pnlDays.delete(key);
    setPnlStanding(state, key, startPeriod(standing, 'day'));
  }
}

export function foldPnlIncident(state: RiskState, event: InboundEvent<PnlIncidentOpened>): void {
  const { portfolioId, period, pnlSequence } = event.value;
  const at = pnlPeriodKey(portfolioKey(tenantOfKey(event.key), portfolioId), period, Number(pnlSequence));
  const row = state.pnlPeriods.get(at);
  if (row !== undefined) state.pnlPeriods.set(at, { ...row, incidentOffset: event.offset });
}
