import { SECONDS_PER_YEAR } from '@gimbal/quant';
import type { ExecutionConfig } from '../../config.js';
import type { ExecutionState } from '../executionState.js';

export interface DelayRisk {
  readonly usd: number;
  readonly basis: string;
}

/**
 * One standard deviation of the notional's value over the delay: N·σ·√(t in years). Its mean is zero, so it stands
 * beside the total of a cost and not in it.
 */
export function delayRisk(state: ExecutionState, config: ExecutionConfig, notionalUsd: number): DelayRisk {
  const { delaySeconds, hedge } = config;
  const row = state.volatilities.get(hedge.underlying);
  if (row === undefined) return { usd: 0, basis: `delay ${delaySeconds} s, no volatility known for its risk` };
  const usd = notionalUsd * row.vol * Math.sqrt(delaySeconds / SECONDS_PER_YEAR);
  return { usd, basis: `delay ${delaySeconds} s at a volatility of ${row.vol}${row.assumed ? ' (assumed)' : ''}` };
}
