import { event } from '@gimbal/contracts';
import { PortfolioOpened } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { OpenPortfolioRequest } from '@gimbal/contracts/risk/v1/risk_service';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { PORTFOLIO_DEPTH_MAX } from '../../limits.js';
import type { RiskState } from '../riskState.js';
import { portfolioKey } from '../rowKeys.js';
import { idRefusal, nameRefusal, optionalIdRefusal } from './fields.js';
import { portfolioNotFound } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { refusal } from './refusal.js';

/** Opens a root, or a child whose exposure its parent's covers. The root decides the key of all its facts. */
export function openPortfolio(state: RiskState, principal: Principal, request: OpenPortfolioRequest): CommandDecision {
  const { portfolioId, name, parentPortfolioId } = request;
  const wrong =
    idRefusal('portfolio_id', portfolioId) ??
    nameRefusal('name', name) ??
    optionalIdRefusal('parent_portfolio_id', parentPortfolioId);
  if (wrong !== undefined) return wrong;
  const key = portfolioKey(principal.tenant, portfolioId);
  if (state.portfolios.has(key)) {
    return refusal('ALREADY_EXISTS', 'portfolio_id', `Expected a new portfolio id, ${portfolioId} is open.`);
  }
  const opened = event(PortfolioOpened, { portfolioId, name, parentPortfolioId });
  if (parentPortfolioId === '') return acceptedFact(key, portfolioId, principal, opened);
  const parent = state.portfolios.get(portfolioKey(principal.tenant, parentPortfolioId));
  if (parent === undefined) return refusal('NOT_FOUND', 'parent_portfolio_id', portfolioNotFound(parentPortfolioId));
  if (parent.depth >= PORTFOLIO_DEPTH_MAX) {
    const message = `Expected at most ${PORTFOLIO_DEPTH_MAX} levels, ${parentPortfolioId} stands on level ${parent.depth}.`;
    return refusal('FAILED_PRECONDITION', 'parent_portfolio_id', message);
  }
  return acceptedFact(parent.rootKey, portfolioId, principal, opened);
}
