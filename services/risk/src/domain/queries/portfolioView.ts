import type { BookPosition, PortfolioSummary } from '@gimbal/contracts/risk/v1/risk_service';
import type { AccountAttached, LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import { formatDecimal } from '@gimbal/money';
import type { AccountRow, PortfolioRow, RiskState } from '../riskState.js';
import { accountKey, limitKey, portfolioKey, positionKey } from '../rowKeys.js';

export function portfolioSummary({ portfolioId, name, parentPortfolioId, version }: PortfolioRow): PortfolioSummary {
  return { portfolioId, name, parentPortfolioId, version: BigInt(version) };
}

/** The tenant's portfolios, by id. */
export function portfoliosOf(state: RiskState, tenant: string): PortfolioSummary[] {
  const own = [...state.portfolios.values()].filter((row) => row.tenant === tenant);
  return own.sort((a, b) => (a.portfolioId < b.portfolioId ? -1 : 1)).map(portfolioSummary);
}

export interface PortfolioContent {
  readonly accounts: AccountAttached[];
  readonly positions: BookPosition[];
  readonly limits: LimitSet[];
}

/** What a portfolio itself holds, its children apart: accounts, exact positions other than zero, limits. */
export function portfolioContent(state: RiskState, portfolio: PortfolioRow): PortfolioContent {
  const { tenant, portfolioId, accountIds, limitIds } = portfolio;
  const key = portfolioKey(tenant, portfolioId);
  const rows = accountIds.map((accountId) => state.accounts.get(accountKey(key, accountId))!);
  return {
    accounts: rows.map(({ accountId, venue, chain, deployment }) => ({
      portfolioId,
      accountId,
      venue,
      chain,
      deployment,
    })),
    positions: rows.flatMap((row) => positionsOf(state, key, row)),
    limits: limitIds.flatMap((limitId) => {
      const { limit, isRemoved } = state.limits.get(limitKey(key, limitId))!;
      return isRemoved ? [] : [limit];
    }),
  };
}

function positionsOf(state: RiskState, key: string, { accountId, instrumentIds }: AccountRow): BookPosition[] {
  return instrumentIds.flatMap((instrumentId) => {
    const { quantity } = state.positions.get(positionKey(accountKey(key, accountId), instrumentId))!;
    return quantity.unscaled === 0n ? [] : [{ accountId, instrumentId, quantity: formatDecimal(quantity) }];
  });
}
