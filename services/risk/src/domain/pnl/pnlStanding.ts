import type { RiskState } from '../riskState.js';
import type { PnlStanding } from './advancePnl.js';

/** Where a portfolio's open hour stands; undefined before its first exposure. */
export function pnlStanding(state: RiskState, key: string): PnlStanding | undefined {
  const legs = state.pnlLegs.get(key);
  const accrual = state.pnlHours.get(key);
  return legs === undefined || accrual === undefined ? undefined : { legs, accrual };
}

export function setPnlStanding(state: RiskState, key: string, { legs, accrual }: PnlStanding): void {
  if (state.pnlLegs.get(key) !== legs) state.pnlLegs.set(key, legs);
  state.pnlHours.set(key, accrual);
}
