import { event } from '@gimbal/contracts';
import { AccountAttached } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { AttachAccountRequest } from '@gimbal/contracts/risk/v1/risk_service';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { ACCOUNTS_PER_PORTFOLIO_MAX } from '../../limits.js';
import type { RiskState } from '../riskState.js';
import { accountOwnerKey } from '../rowKeys.js';
import { idRefusal, optionalIdRefusal } from './fields.js';
import { ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { refusal } from './refusal.js';

/** Attaches an account to one portfolio of the tenant: in two, its positions would be counted twice further up. */
export function attachAccount(state: RiskState, principal: Principal, request: AttachAccountRequest): CommandDecision {
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const { portfolioId, accountId, venue, chain, deployment, observed } = request;
  const wrong =
    idRefusal('account_id', accountId) ??
    idRefusal('venue', venue) ??
    idRefusal('chain', chain) ??
    optionalIdRefusal('deployment', deployment);
  if (wrong !== undefined) return wrong;
  const ownerId = state.accountOwners.get(accountOwnerKey(principal.tenant, accountId));
  if (ownerId !== undefined) {
    const message = `Expected an account that is not attached, ${accountId} is attached to ${ownerId}.`;
    return refusal('ALREADY_EXISTS', 'account_id', message);
  }
  const { portfolio } = own.value;
  if (portfolio.accountIds.length >= ACCOUNTS_PER_PORTFOLIO_MAX) {
    const message = `Expected at most ${ACCOUNTS_PER_PORTFOLIO_MAX} accounts in a portfolio, ${portfolioId} has them: open a child.`;
    return refusal('FAILED_PRECONDITION', 'account_id', message);
  }
  const attached: AccountAttached = { portfolioId, accountId, venue, chain, deployment, observed };
  return acceptedFact(portfolio.rootKey, portfolioId, principal, event(AccountAttached, attached));
}
