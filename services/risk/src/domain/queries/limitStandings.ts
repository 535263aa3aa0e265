import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitSide, type LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { LimitStanding } from '@gimbal/contracts/risk/v1/risk_service';
import { limitValue } from '../breaches/limitReading.js';
import { numericLevels } from '../limits/compiledLimit.js';
import { isInForce } from '../limits/limitLevels.js';
import type { LimitRow } from '../limits/limitRows.js';
import { sideOf } from '../limits/limitWatch.js';
import type { PortfolioRow, RiskState } from '../riskState.js';
import { limitKey, ownedByTenantKey, portfolioKey } from '../rowKeys.js';

/** The limits of a portfolio in the order in which they were first set, against an exposure, at a time of the domain clock. */
export function limitStandings(
  state: RiskState,
  { tenant, portfolioId, limitIds }: PortfolioRow,
  exposure: ExposureCalculated | undefined,
  timeUs: bigint,
): LimitStanding[] {
  const key = portfolioKey(tenant, portfolioId);
  return limitIds.flatMap((limitId) => {
    const row = state.limits.get(limitKey(key, limitId));
    return row === undefined || row.isRemoved ? [] : [standingOf(state, tenant, row, exposure, timeUs)];
  });
}

function standingOf(
  state: RiskState,
  tenant: string,
  row: LimitRow,
  exposure: ExposureCalculated | undefined,
  timeUs: bigint,
): LimitStanding {
  const { limit, openBreachId } = row;
  const found =
    exposure === undefined
      ? { ok: false as const, reason: 'Expected an exposure of the portfolio, found none.' }
      : limitValue(limit, exposure);
  const change = state.limitChanges.get(ownedByTenantKey(tenant, row.pendingChangeId))?.proposed;
  const waiver = state.waivers.get(ownedByTenantKey(tenant, row.waiverId));
  const { level } = numericLevels(limit, waiver, timeUs);
  return {
    limit,
    value: found.ok ? found.value : undefined,
    used: found.ok ? usedShare(limit, found.value, level) : undefined,
    openBreachId,
    pending: change !== undefined && timeUs < change.expiresAtUs ? change : undefined,
    waiver: waiver !== undefined && timeUs < waiver.requested.expiresAtUs ? waiver.requested : undefined,
    waiverInForce: waiver !== undefined && isInForce(waiver, timeUs),
    unavailableReason: found.ok ? '' : found.reason,
  };
}

/** How much of the level in force is used, 1 on the level itself; undefined where a quotient of the two says nothing. */
function usedShare(limit: LimitSet, value: number, level: number): number | undefined {
  const side = sideOf(limit);
  if (level <= 0) return undefined;
  if (side === LimitSide.LIMIT_SIDE_AT_LEAST) return value > 0 ? level / value : undefined;
  return (side === LimitSide.LIMIT_SIDE_AT_MOST_SIZE ? Math.abs(value) : value) / level;
}
