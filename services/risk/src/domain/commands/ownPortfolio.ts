import type { Principal } from '@gimbal/projection';
import type { PortfolioRow, RiskState } from '../riskState.js';
import { portfolioKey } from '../rowKeys.js';
import { type Checked, checked, refusal, refused } from './refusal.js';

export interface OwnPortfolio {
  readonly key: string;
  readonly portfolio: PortfolioRow;
}

/**
 * The caller's portfolio, at the version that the caller expects. Another tenant's portfolio and one that isn't there
 * are refused in the same words.
 */
export function ownPortfolio(
  state: RiskState,
  principal: Principal,
  request: { readonly portfolioId: string; readonly expectedVersion?: bigint | undefined },
): Checked<OwnPortfolio> {
  const key = portfolioKey(principal.tenant, request.portfolioId);
  const portfolio = state.portfolios.get(key);
  if (portfolio === undefined)
    return refused(refusal('NOT_FOUND', 'portfolio_id', portfolioNotFound(request.portfolioId)));
  const { expectedVersion } = request;
  if (expectedVersion !== undefined && expectedVersion !== BigInt(portfolio.version)) {
    const message = `Expected version ${expectedVersion} of portfolio ${request.portfolioId}, was ${portfolio.version}.`;
    return refused(refusal('ABORTED', 'expected_version', message));
  }
  return checked({ key, portfolio });
}

export function portfolioNotFound(portfolioId: string): string {
  return `Expected a portfolio of yours, found none with the id ${JSON.stringify(portfolioId.slice(0, 128))}.`;
}
