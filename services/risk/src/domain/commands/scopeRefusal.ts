import { LimitScopeKind } from '@gimbal/contracts/risk/v1/portfolio_events';
import { riskFactorOf } from '../book/bookColumns.js';
import type { ComponentPath } from '../limits/componentPath.js';
import type { WatchedScope } from '../limits/limitWatch.js';
import { observedHoldings } from '../observed/observedHoldings.js';
import type { AccountRow, PortfolioRow, RiskState } from '../riskState.js';
import { accountKey, portfolioKey } from '../rowKeys.js';
import type { OwnPortfolio } from './ownPortfolio.js';
import { invalid, refusal, type Refusal } from './refusal.js';

/**
 * Why a scope's name leads nowhere. A name that is misspelt would read nothing for ever, so accounts, venues and chains
 * are those of the portfolio and beneath it, and an asset is one that is marked or lent.
 */
export function scopeRefusal(
  state: RiskState,
  { portfolio }: OwnPortfolio,
  path: ComponentPath,
  { kind, name }: WatchedScope,
): Refusal | undefined {
  switch (kind) {
    case LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT:
      return accountRefusal(accountsOf(state, portfolio), path, name);
    case LimitScopeKind.LIMIT_SCOPE_KIND_VENUE:
      return oneOf('a venue', name, new Set(placesOf(state, portfolio).map(({ venue }) => venue)));
    case LimitScopeKind.LIMIT_SCOPE_KIND_CHAIN:
      return oneOf('a chain', name, new Set(placesOf(state, portfolio).map(({ chain }) => chain)));
    case LimitScopeKind.LIMIT_SCOPE_KIND_ASSET:
      return isAsset(state, name)
        ? undefined
        : refusal('FAILED_PRECONDITION', 'scope', `Expected an asset that is marked or lent, was ${shown(name)}.`);
    default:
      return undefined;
  }
}

function accountRefusal(accounts: readonly AccountRow[], path: ComponentPath, name: string): Refusal | undefined {
  const account = accounts.find(({ accountId }) => accountId === name);
  if (account === undefined) {
    const message = `Expected an account that is attached to the portfolio or beneath it, was ${shown(name)}.`;
    return refusal('FAILED_PRECONDITION', 'scope', message);
  }
  if ((path.kind !== 'health' && path.kind !== 'margin') || account.deployment !== '') return undefined;
  return invalid('scope', `Expected an account with a deployment for ${path.kind}, ${name} has none.`);
}

function oneOf(what: string, name: string, possible: ReadonlySet<string>): Refusal | undefined {
  if (possible.has(name)) return undefined;
  const message = `Expected ${what} of the portfolio's accounts (${[...possible].join(', ')}), was ${shown(name)}.`;
  return refusal('FAILED_PRECONDITION', 'scope', message);
}

export function isAsset(state: RiskState, name: string): boolean {
  for (const [instrumentId, { underlying }] of state.listings.entries())
    if (riskFactorOf(instrumentId, underlying) === name) return true;
  for (const { asset } of state.lending.reserves.values()) if (asset === name) return true;
  return false;
}

function accountsOf(
  state: RiskState,
  { tenant, portfolioId, accountIds, childIds }: PortfolioRow,
): readonly AccountRow[] {
  const key = portfolioKey(tenant, portfolioId);
  const own = accountIds.flatMap((accountId) => state.accounts.get(accountKey(key, accountId)) ?? []);
  const beneath = childIds.flatMap((childId) => {
    const child = state.portfolios.get(portfolioKey(tenant, childId));
    return child === undefined ? [] : accountsOf(state, child);
  });
  return [...own, ...beneath];
}

/** The accounts, and an observed one at each further place where it holds something. */
function placesOf(state: RiskState, portfolio: PortfolioRow): readonly AccountRow[] {
  return accountsOf(state, portfolio).flatMap((account) =>
    account.observed ? [account, ...observedHoldings(state, account).map((held) => held.account)] : [account],
  );
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 128));
}
