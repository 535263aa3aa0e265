import type { Breach } from '@gimbal/contracts/risk/v1/risk_service';
import { BREACHES_LISTED_MAX } from '../../limits.js';
import type { PortfolioRow, RiskState } from '../riskState.js';
import { breachIdOf, breachKey, limitKey, portfolioKey } from '../rowKeys.js';

/** The breaches of a portfolio's own limits, the newest first: the open ones, or with `includeClosed` all of them. */
export function breachesOf(
  state: RiskState,
  { tenant, portfolioId, limitIds }: PortfolioRow,
  includeClosed: boolean,
): Breach[] {
  const key = portfolioKey(tenant, portfolioId);
  const breaches = limitIds.flatMap((limitId): Breach[] => {
    const { openings, openBreachId } = state.limits.get(limitKey(key, limitId))!;
    const ids = includeClosed
      ? Array.from({ length: openings }, (_, n) => breachIdOf(portfolioId, limitId, n + 1))
      : openBreachId === ''
        ? []
        : [openBreachId];
    return ids.flatMap((breachId) => state.breaches.get(breachKey(tenant, breachId)) ?? []);
  });
  const sequenceOf = ({ opened }: Breach): bigint => opened?.exposureSequence ?? 0n;
  return breaches.sort((a, b) => Number(sequenceOf(b) - sequenceOf(a))).slice(0, BREACHES_LISTED_MAX);
}
