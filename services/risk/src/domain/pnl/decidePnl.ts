import { type Event, event } from '@gimbal/contracts';
import { type ExposureCalculated, PnlExplained, PnlIncidentOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import { advancePnl, type PnlStanding } from './advancePnl.js';
import { explainAccrual, incidentOf } from './explainAccrual.js';
import { mergeHour } from './mergeHour.js';
import { hasEnded } from './periods.js';
import { pnlHeadKey, type PnlPeriod } from './pnlRows.js';
import { pnlStanding } from './pnlStanding.js';

const NOTHING: readonly Event[] = [];

/**
 * Explains the hour, and the day, that ended before this exposure: at the first exposure at or after the boundary, and
 * through it. Between boundaries there is nothing to say, and nothing is reckoned.
 */
export function decidePnl(
  state: RiskState,
  key: string,
  basis: PortfolioBasis,
  exposure: ExposureCalculated,
): readonly Event[] {
  const held = pnlStanding(state, key);
  if (held === undefined || !hasEnded('hour', held.accrual.fromTimeUs, basis.step.timeUs)) return NOTHING;
  const hour = advancePnl(state, held, basis, Number(exposure.sequence));
  const said = explained(state, key, 'hour', hour, exposure);
  const day = mergeHour(state.pnlDays.get(key), hour.accrual);
  if (!hasEnded('day', day.fromTimeUs, basis.step.timeUs)) return said;
  return [...said, ...explained(state, key, 'day', { legs: hour.legs, accrual: day }, exposure)];
}

function explained(
  state: RiskState,
  key: string,
  period: PnlPeriod,
  standing: PnlStanding,
  { portfolioId, cut }: ExposureCalculated,
): Event[] {
  const sequence = BigInt((state.pnlHeads.get(pnlHeadKey(key, period)) ?? 0) + 1);
  const explanation = explainAccrual(standing, { portfolioId, period, sequence, cut });
  const incident = incidentOf(standing, explanation);
  const opened = incident === undefined ? [] : [event(PnlIncidentOpened, incident)];
  return [event(PnlExplained, explanation), ...opened];
}
