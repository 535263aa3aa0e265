import type { BookPosition, PortfolioSummary } from '@gimbal/contracts/risk/v1/risk_service';
import type { AccountAttached, LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import { formatDecimal } from '@gimbal/money';
import { bookColumns } from '../book/bookColumns.js';
import { observedHoldings } from '../observed/observedHoldings.js';
import type { AccountRow, PortfolioRow, RiskState } from '../riskState.js';
import { accountKey, limitKey, portfolioKey } from '../rowKeys.js';

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
    accounts: rows.map(({ accountId, venue, chain, deployment, observed }) => ({
      portfolioId,
      accountId,
      venue,
      chain,
      deployment,
      observed,
    })),
    positions: rows.flatMap((row) => positionsOf(state, row)),
    limits: limitIds.flatMap((limitId) => {
      const { limit, isRemoved } = state.limits.get(limitKey(key, limitId))!;
      return isRemoved ? [] : [limit];
    }),
  };
}

function positionsOf(state: RiskState, account: AccountRow): BookPosition[] {
  const { accountId } = account;
  if (account.observed) return observedPositions(state, account);
  const { instrumentIds, positions } = bookColumns(state, account);
  return instrumentIds.map((instrumentId, at) => ({
    accountId,
    instrumentId,
    quantity: formatDecimal(positions[at]!.quantity),
    observed: undefined,
  }));
}

/** Each statement by itself, with where it was made. */
function observedPositions(state: RiskState, account: AccountRow): BookPosition[] {
  const { accountId } = account;
  return observedHoldings(state, account).flatMap(({ columns: { instrumentIds, positions } }) =>
    positions.flatMap(({ parts = [] }, at) =>
      parts.map(({ kind, quantity, place, source, number, blockHash, observedAtUs }) => ({
        accountId,
        instrumentId: instrumentIds[at]!,
        quantity: formatDecimal(quantity),
        observed: { place, source, part: kind, number, blockHash, observedAtUs },
      })),
    ),
  );
}
