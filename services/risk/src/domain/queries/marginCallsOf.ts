import type { MarginCall } from '@gimbal/contracts/risk/v1/risk_service';
import { MARGIN_CALLS_LISTED_MAX } from '../../limits.js';
import type { MarginAccountRow } from '../marginCalls/marginCallRows.js';
import type { PortfolioRow, RiskState } from '../riskState.js';
import { accountKey, marginAccountKey, marginCallIdOf, ownedByTenantKey, portfolioKey } from '../rowKeys.js';

/** The margin calls of a portfolio's accounts and of those beneath it, the newest first: the open ones, or all of them. */
export function marginCallsOf(state: RiskState, portfolio: PortfolioRow, includeCleared: boolean): MarginCall[] {
  const stepOf = ({ raised }: MarginCall): bigint => raised?.cut?.step ?? 0n;
  return callsBeneath(state, portfolio, includeCleared)
    .sort((a, b) => Number(stepOf(b) - stepOf(a)))
    .slice(0, MARGIN_CALLS_LISTED_MAX);
}

function callsBeneath(state: RiskState, portfolio: PortfolioRow, includeCleared: boolean): MarginCall[] {
  const { tenant, portfolioId, accountIds, childIds } = portfolio;
  const key = portfolioKey(tenant, portfolioId);
  const own = accountIds.flatMap((accountId) =>
    (['health', 'margin'] as const).flatMap((kind) => {
      const row = state.marginAccounts.get(marginAccountKey(accountKey(key, accountId), kind));
      if (row === undefined) return [];
      const idOf = (ordinal: number): string => marginCallIdOf(portfolioId, accountId, kind, ordinal);
      const ids = includeCleared ? Array.from({ length: row.calls }, (_, n) => idOf(n + 1)) : openIds(row);
      return ids.flatMap((callId): MarginCall[] => {
        const call = state.marginCalls.get(ownedByTenantKey(tenant, callId));
        return call === undefined ? [] : [call];
      });
    }),
  );
  const beneath = childIds.flatMap((childId) => {
    const child = state.portfolios.get(portfolioKey(tenant, childId));
    return child === undefined ? [] : callsBeneath(state, child, includeCleared);
  });
  return [...own, ...beneath];
}

function openIds({ open }: MarginAccountRow): readonly string[] {
  return (['liquidatable', 'call', 'warning'] as const).flatMap((level) => open[level] ?? []);
}
