import type { ActionCost, ProposedAction } from '@gimbal/contracts/execution/v1/execution_events';
import type { Decimal } from '@gimbal/money';
import type { Decision } from '../decide/decision.js';
import type { PoolRow } from '../executionState.js';
import type { Spend } from '../wallet/spend.js';

/** What has to be traded, and what every way of doing it is judged against. */
export interface HedgeNeed {
  readonly decision: Decision;
  readonly portfolioId: string;
  /** Signed units of the underlying. */
  readonly quantity: Decimal;
  readonly limitPriceUsd: Decimal;
  readonly pool: PoolRow;
  readonly setAside: readonly Spend[];
}

/** One way to hedge with its cost, or why it is closed. */
export type Candidate =
  | { readonly ok: true; readonly label: string; readonly action: ProposedAction; readonly cost: ActionCost }
  | { readonly ok: false; readonly label: string; readonly code: string; readonly reason: string };

/** The figures of a cost, for people. */
export function describeCost(cost: ActionCost): string {
  const [total, slippage, fee, gas] = [cost.totalUsd, cost.slippageUsd, cost.venueFeeUsd, cost.gasUsd].map((usd) =>
    usd.toFixed(2),
  );
  return `${total} USD (slippage ${slippage}, venue fee ${fee}, gas ${gas})`;
}
