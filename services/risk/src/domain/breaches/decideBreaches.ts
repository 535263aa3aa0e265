import { event, type Event } from '@gimbal/contracts';
import {
  BreachClosed,
  BreachOpened,
  type ExposureCalculated,
  WaiverExpired,
} from '@gimbal/contracts/risk/v1/exposure_events';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import { compiledLimit, numericLevels } from '../limits/compiledLimit.js';
import type { LimitRow, WaiverRow } from '../limits/limitRows.js';
import type { RiskState } from '../riskState.js';
import { breachIdOf, breachKey, limitKey, ownedByTenantKey } from '../rowKeys.js';
import { type LimitReading, limitReading, limitValue } from './limitReading.js';
import { usedMarks } from './usedMarks.js';

/**
 * Opens a breach when a value passes its level, closes it when the value is back behind the close level, and says
 * nothing in between. What is open comes from risk's own output stream, so it follows the succession of its exposures.
 * A waiver whose end has come is said to have expired, and the limit's own level holds in the same step.
 */
export function decideBreaches(
  state: RiskState,
  exposure: ExposureCalculated,
  basis: PortfolioBasis,
): readonly Event[] {
  const { tenant, limitIds } = basis.portfolio;
  return limitIds.flatMap((limitId): readonly Event[] => {
    const row = state.limits.get(limitKey(basis.portfolioKey, limitId))!;
    if (row.isRemoved)
      return row.openBreachId === '' ? [] : [event(BreachClosed, closedByRemoval(state, exposure, row, tenant))];
    const waiver = row.waiverId === '' ? undefined : state.waivers.get(ownedByTenantKey(tenant, row.waiverId));
    return [...expiry(exposure, waiver, basis.step.timeUs), ...judge(exposure, basis, row, waiver)];
  });
}

/** One that was never granted lapses without a word: it held at no time. */
function expiry(exposure: ExposureCalculated, waiver: WaiverRow | undefined, timeUs: bigint): readonly Event[] {
  if (waiver?.outcome !== 'granted' || timeUs < waiver.requested.expiresAtUs) return [];
  const { portfolioId, limitId, waiverId, expiresAtUs } = waiver.requested;
  return [event(WaiverExpired, { portfolioId, limitId, waiverId, expiredAtUs: expiresAtUs, cut: exposure.cut })];
}

function judge(
  exposure: ExposureCalculated,
  basis: PortfolioBasis,
  row: LimitRow,
  waiver: WaiverRow | undefined,
): readonly Event[] {
  const levels =
    waiver === undefined ? compiledLimit(row.limit).own : numericLevels(row.limit, waiver, basis.step.timeUs);
  const reading = limitReading(row.limit, levels, exposure);
  if (reading === undefined) return [];
  if (row.openBreachId === '' && reading.isBeyondLevel)
    return [event(BreachOpened, opened(exposure, basis, row, reading))];
  if (row.openBreachId !== '' && reading.isCured) return [event(BreachClosed, closed(exposure, row, reading))];
  return [];
}

function opened(
  exposure: ExposureCalculated,
  basis: PortfolioBasis,
  row: LimitRow,
  reading: LimitReading,
): BreachOpened {
  const { portfolioId, limitId, component, accountId, setBy, path, scope, severity } = row.limit;
  return {
    breachId: breachIdOf(portfolioId, limitId, row.openings + 1),
    portfolioId,
    limitId,
    component,
    accountId,
    value: reading.value,
    level: reading.level,
    target: reading.target,
    cut: exposure.cut,
    exposureSequence: exposure.sequence,
    marks: usedMarks(basis, row.limit),
    limitSetBy: setBy,
    path,
    scope,
    severity,
    waiverId: reading.waiverId,
  };
}

function closed(
  exposure: ExposureCalculated,
  row: LimitRow,
  reading: Pick<LimitReading, 'value' | 'closeLevel'>,
): BreachClosed {
  return {
    breachId: row.openBreachId,
    portfolioId: row.limit.portfolioId,
    limitId: row.limit.limitId,
    value: reading.value,
    closeLevel: reading.closeLevel,
    cut: exposure.cut,
    exposureSequence: exposure.sequence,
  };
}

/** Nobody watches any more: the breach ends at whatever the value is, or was when it opened. */
function closedByRemoval(state: RiskState, exposure: ExposureCalculated, row: LimitRow, tenant: string): BreachClosed {
  const found = limitValue(row.limit, exposure);
  const before = state.breaches.get(breachKey(tenant, row.openBreachId))?.opened.value ?? 0;
  const { closeLevel } = compiledLimit(row.limit).own;
  return closed(exposure, row, { value: found.ok ? found.value : before, closeLevel });
}
