import type { PortfolioRow, RiskState } from '../riskState.js';
import { accountKey, portfolioKey } from '../rowKeys.js';
import { idRefusal } from './fields.js';
import type { OwnPortfolio } from './ownPortfolio.js';
import { invalid, refusal, type Refusal } from './refusal.js';

/** A health limit is on a lending account of the portfolio or beneath it. */
export function healthAccountRefusal(
  state: RiskState,
  { portfolio }: OwnPortfolio,
  accountId: string,
): Refusal | undefined {
  const wrong = idRefusal('account_id', accountId);
  if (wrong !== undefined) return wrong;
  const deployment = deploymentOf(state, portfolio, accountId);
  if (deployment === undefined) {
    return refusal(
      'FAILED_PRECONDITION',
      'account_id',
      `Expected an account that is attached to the portfolio, was ${accountId}.`,
    );
  }
  if (deployment !== '') return undefined;
  return invalid('account_id', `Expected an account with a lending deployment, ${accountId} has none.`);
}

function deploymentOf(state: RiskState, portfolio: PortfolioRow, accountId: string): string | undefined {
  const key = portfolioKey(portfolio.tenant, portfolio.portfolioId);
  const own = state.accounts.get(accountKey(key, accountId))?.deployment;
  if (own !== undefined) return own;
  for (const childId of portfolio.childIds) {
    const child = state.portfolios.get(portfolioKey(portfolio.tenant, childId));
    const found = child === undefined ? undefined : deploymentOf(state, child, accountId);
    if (found !== undefined) return found;
  }
  return undefined;
}
