import type { StageHost } from '@gimbal/projection';
import { RpcFailure } from '@gimbal/runtime';
import type { ExecutionState, PortfolioRow } from '../domain/executionState.js';
import { portfolioKey } from '../domain/rowKeys.js';

/** The state that questions are answered from. An instance that owns nothing has none, and says so. */
export function servingState(host: StageHost<ExecutionState>): ExecutionState {
  const { state, reason } = host.status;
  if (state === 'serving' || state === 'degraded' || state === 'halted') return host.state;
  const why = reason === '' ? '' : `: ${reason}`;
  throw new RpcFailure('UNAVAILABLE', `Expected an instance that serves, this one is ${state}${why}`);
}

/** The caller's portfolio, or NOT_FOUND in the same words whether it is somebody else's or nobody's. */
export function ownPortfolio(host: StageHost<ExecutionState>, tenant: string, portfolioId: string): PortfolioRow {
  const row = servingState(host).portfolios.get(portfolioKey(tenant, portfolioId));
  if (row !== undefined) return row;
  throw unknownPortfolioFailure(portfolioId);
}

export function unknownPortfolioFailure(portfolioId: string): RpcFailure {
  return new RpcFailure('NOT_FOUND', `Expected a portfolio of yours, was "${portfolioId.slice(0, 64)}".`, {
    field: 'portfolio_id',
  });
}
