import type { StageHost } from '@gimbal/projection';
import { RpcFailure } from '@gimbal/runtime';
import type { GovernanceState } from '../domain/governanceState.js';

/** The state that questions are answered from. An instance that owns nothing has none, and says so. */
export function servingState(host: StageHost<GovernanceState>): GovernanceState {
  const { state, reason } = host.status;
  if (state === 'serving' || state === 'degraded' || state === 'halted') return host.state;
  const why = reason === '' ? '' : `: ${reason}`;
  throw new RpcFailure('UNAVAILABLE', `Expected an instance that serves, this one is ${state}${why}`);
}
