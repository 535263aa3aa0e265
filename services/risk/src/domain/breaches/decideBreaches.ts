import { event, type Event } from '@gimbal/contracts';
import { BreachClosed, BreachOpened, type ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { LimitRow } from '../riskState.js';
import { breachIdOf } from '../rowKeys.js';
import { type LimitReading, limitReading } from './limitReading.js';
import { usedMarks } from './usedMarks.js';

/**
 * Opens a breach when a value passes its level, closes it when the value is back behind the close level, and says
 * nothing in between. What is open comes from risk's own output stream, so it follows the succession of its exposures.
 */
export function decideBreaches(
  exposure: ExposureCalculated,
  basis: PortfolioBasis,
  limits: readonly LimitRow[],
): readonly Event[] {
  return limits.flatMap((row): Event[] => {
    const reading = limitReading(row.limit, exposure);
    if (reading === undefined) return [];
    if (row.openBreachId === '' && reading.isBeyondLevel)
      return [event(BreachOpened, opened(exposure, basis, row, reading))];
    if (row.openBreachId !== '' && reading.isCured) return [event(BreachClosed, closed(exposure, row, reading))];
    return [];
  });
}

function opened(
  exposure: ExposureCalculated,
  basis: PortfolioBasis,
  row: LimitRow,
  reading: LimitReading,
): BreachOpened {
  const { portfolioId, limitId, component, accountId, setBy } = row.limit;
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
    path: row.limit.path,
    scope: row.limit.scope,
    severity: row.limit.severity,
    waiverId: '',
  };
}

function closed(exposure: ExposureCalculated, row: LimitRow, reading: LimitReading): BreachClosed {
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
