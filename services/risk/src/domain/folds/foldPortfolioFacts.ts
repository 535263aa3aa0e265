import type { AccountAttached, PortfolioOpened } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { PortfolioRow, RiskState } from '../riskState.js';
import { accountKey, accountOwnerKey, portfolioKey, tenantOfKey } from '../rowKeys.js';

export function foldPortfolioOpened(state: RiskState, rootKey: string, opened: PortfolioOpened): void {
  const tenant = tenantOfKey(rootKey);
  const key = portfolioKey(tenant, opened.portfolioId);
  if (state.portfolios.has(key)) return;
  const parentKey = portfolioKey(tenant, opened.parentPortfolioId);
  const parent = opened.parentPortfolioId === '' ? undefined : state.portfolios.get(parentKey);
  state.portfolios.set(key, {
    tenant,
    portfolioId: opened.portfolioId,
    rootKey,
    name: opened.name,
    parentPortfolioId: opened.parentPortfolioId,
    childIds: [],
    depth: (parent?.depth ?? 0) + 1,
    version: 1,
    accountIds: [],
    limitIds: [],
    unreadable: [],
  });
  if (parent !== undefined) {
    state.portfolios.set(parentKey, { ...parent, childIds: [...parent.childIds, opened.portfolioId] });
  }
}

export function foldAccountAttached(state: RiskState, portfolio: PortfolioRow, attached: AccountAttached): void {
  const { tenant, portfolioId } = portfolio;
  const key = portfolioKey(tenant, portfolioId);
  const { accountId, venue, chain, deployment, observed } = attached;
  const at = accountKey(key, accountId);
  if (state.accounts.has(at)) return;
  state.accounts.set(at, {
    tenant,
    portfolioId,
    accountId,
    venue,
    chain,
    deployment,
    observed,
    instrumentIds: [],
  });
  state.accountOwners.set(accountOwnerKey(tenant, accountId), portfolioId);
  state.portfolios.set(key, { ...portfolio, accountIds: [...portfolio.accountIds, accountId] });
}
