import { isEvent } from '@gimbal/contracts';
import {
  BreachClosed,
  BreachOpened,
  ExposureCalculated,
  PnlExplained,
  PnlIncidentOpened,
  WaiverExpired,
} from '@gimbal/contracts/risk/v1/exposure_events';
import type { InboundEvent } from '@gimbal/projection';
import { RECENT_BASES_MAX, RECENT_BASES_TOTAL_MAX } from '../../limits.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import { foldPnlExplained, foldPnlIncident, foldPnlStep } from '../pnl/foldPnl.js';
import { newestExposure } from '../queries/findExposure.js';
import { newestExposures } from '../queries/newestExposures.js';
import type { ExposureIndexRow, RiskState } from '../riskState.js';
import { breachKey, exposureKey, portfolioKey, tenantOfKey } from '../rowKeys.js';
import { amendLimit, foldWaiverOver } from './foldLimits.js';
import { foldMarginCall } from './foldMarginCalls.js';

/** What risk itself has said: sequences and places of exposures, and which breaches are open. */
export function foldOwnOutput(state: RiskState, event: InboundEvent): boolean {
  const tenant = tenantOfKey(event.key);
  if (isEvent(event, ExposureCalculated)) foldExposure(state, tenant, event);
  else if (isEvent(event, BreachOpened)) foldBreachOpened(state, tenant, event.value);
  else if (isEvent(event, BreachClosed)) foldBreachClosed(state, tenant, event.value);
  else if (isEvent(event, PnlExplained)) foldPnlExplained(state, event);
  else if (isEvent(event, PnlIncidentOpened)) foldPnlIncident(state, event);
  else if (isEvent(event, WaiverExpired)) foldWaiverExpired(state, tenant, event.value);
  else return foldMarginCall(state, tenant, event);
  return true;
}

function foldExposure(state: RiskState, tenant: string, event: InboundEvent<ExposureCalculated>): void {
  const { portfolioId, sequence, cut, official } = event.value;
  const key = portfolioKey(tenant, portfolioId);
  const at = Number(sequence);
  const { partition, offset } = event;
  const topic = official ? 'exposure' : 'exposure.live';
  const before = newestExposure(state, key)?.newestOffsets ?? { exposure: -1, 'exposure.live': -1 };
  const row: ExposureIndexRow = {
    sequence: at,
    step: Number(cut?.step ?? 0n),
    timeUs: cut?.timeUs ?? 0n,
    topic,
    partition,
    offset,
    newestOffsets: { ...before, [topic]: offset },
  };
  state.exposures.set(exposureKey(key, at), row);
  state.exposureHeads.set(key, at);
  newestExposures(state).set(key, { row, exposure: event.value });
  rememberBasis(state, key, row);
}

/** Rows are never changed, so what the exposure rests on is kept by reference until it is pushed out. */
function rememberBasis(state: RiskState, key: string, row: ExposureIndexRow): void {
  const basis = portfolioBasis(state, key, { number: row.step, timeUs: row.timeUs });
  if (basis === undefined) return;
  foldPnlStep(state, key, basis, row.sequence);
  let bases = state.recentBases.get(key);
  if (bases === undefined) state.recentBases.set(key, (bases = new Map()));
  bases.set(row.sequence, basis);
  const kept = Math.min(RECENT_BASES_MAX, Math.ceil(RECENT_BASES_TOTAL_MAX / state.recentBases.size));
  for (const sequence of bases.keys()) {
    if (sequence > row.sequence - kept) break;
    bases.delete(sequence);
  }
}

function foldBreachOpened(state: RiskState, tenant: string, opened: BreachOpened): void {
  state.breaches.set(breachKey(tenant, opened.breachId), { opened, closed: undefined });
  amendLimit(state, { tenant, portfolioId: opened.portfolioId }, opened.limitId, (row) => ({
    ...row,
    openBreachId: opened.breachId,
    openings: row.openings + 1,
  }));
}

function foldBreachClosed(state: RiskState, tenant: string, closed: BreachClosed): void {
  const held = state.breaches.get(breachKey(tenant, closed.breachId));
  if (held === undefined) return;
  state.breaches.set(breachKey(tenant, closed.breachId), { ...held, closed });
  amendLimit(state, { tenant, portfolioId: closed.portfolioId }, closed.limitId, (row) => ({
    ...row,
    openBreachId: '',
  }));
}

function foldWaiverExpired(state: RiskState, tenant: string, { portfolioId, limitId, waiverId }: WaiverExpired): void {
  foldWaiverOver(state, { tenant, portfolioId }, limitId, waiverId, 'expired');
}
