import { UNREADABLE_FACTS_MAX } from '../../limits.js';
import type { PortfolioRow, RiskState, UnreadableFact } from '../riskState.js';
import { portfolioKey } from '../rowKeys.js';

/** Keeps what could not be folded in sight: a position that may be wrong has to say so in every exposure. */
export function foldUnreadable(state: RiskState, portfolio: PortfolioRow, fact: UnreadableFact): void {
  const { accountId, instrumentId, reason } = fact;
  state.portfolios.set(portfolioKey(portfolio.tenant, portfolio.portfolioId), {
    ...portfolio,
    unreadable: [...portfolio.unreadable, { accountId, instrumentId, reason }].slice(-UNREADABLE_FACTS_MAX),
  });
}
