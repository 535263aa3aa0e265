import type { StageHost } from '@gimbal/projection';
import { type CallContext, RpcFailure } from '@gimbal/runtime';
import { ownPortfolio, type OwnPortfolio } from '../domain/commands/ownPortfolio.js';
import type { RiskState } from '../domain/riskState.js';

/** The state that questions are answered from. An instance that owns nothing has none, and says so. */
export function servingState(host: StageHost<RiskState>): RiskState {
  const { state, reason } = host.status;
  if (state === 'serving' || state === 'degraded' || state === 'halted') return host.state;
  throw new RpcFailure(
    'UNAVAILABLE',
    `Expected an instance that serves, this one is ${state}${reason === '' ? '' : `: ${reason}`}`,
  );
}

/** The caller's portfolio, or NOT_FOUND: in the same words whether it is somebody else's or nobody's. */
export function ownPortfolioOf(host: StageHost<RiskState>, call: CallContext, portfolioId: string): OwnPortfolio {
  const own = ownPortfolio(servingState(host), call.principal, { portfolioId });
  if (own.ok) return own.value;
  throw new RpcFailure(own.refusal.code, own.refusal.message, { field: own.refusal.field });
}
