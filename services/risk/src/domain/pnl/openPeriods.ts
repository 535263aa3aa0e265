import type { PnlExplained } from '@gimbal/contracts/risk/v1/exposure_events';
import type { RiskState } from '../riskState.js';
import { explainAccrual } from './explainAccrual.js';
import type { PeriodsAsked } from './listedPeriods.js';
import { mergeHour } from './mergeHour.js';
import { pnlHeadKey, type PnlPeriod } from './pnlRows.js';
import { pnlStanding } from './pnlStanding.js';

/**
 * The hour and the day of a portfolio that are not over, through its newest exposure; of those asked for. Each is what
 * `decidePnl` would say if it ended there, without the cut, which the exposure's record has. A period that has only begun
 * is left out.
 */
export function openPeriods(
  state: RiskState,
  key: string,
  asked: PeriodsAsked & { readonly portfolioId: string },
): readonly PnlExplained[] {
  const standing = pnlStanding(state, key);
  if (standing === undefined) return [];
  const { legs, accrual: hour } = standing;
  const { period: wanted, portfolioId, fromTimeUs, toTimeUs } = asked;
  const accruals = { hour, day: mergeHour(state.pnlDays.get(key), hour) };
  const periods: readonly PnlPeriod[] = ['hour', 'day'];
  return periods.flatMap((period) => {
    const accrual = accruals[period];
    const isAsked =
      (wanted === '' || wanted === period) &&
      accrual.timeUs > fromTimeUs &&
      (toTimeUs === 0n || accrual.fromTimeUs < toTimeUs);
    if (!isAsked || accrual.sequence === accrual.fromSequence) return [];
    const sequence = BigInt((state.pnlHeads.get(pnlHeadKey(key, period)) ?? 0) + 1);
    return [explainAccrual({ legs, accrual }, { portfolioId, period, sequence, cut: undefined })];
  });
}
