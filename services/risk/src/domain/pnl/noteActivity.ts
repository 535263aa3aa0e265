import type { RiskState } from '../riskState.js';
import { accountKey } from '../rowKeys.js';
import type { PnlActivity, PnlActivityRow } from './pnlRows.js';

const NOTHING: PnlActivityRow = { ownerHead: 0, through: 0, activities: [] };

/**
 * Remembers what was done to the positions of an attached account until the next exposure of its portfolio has taken it
 * up. All portfolios of a tree are exposed in the same step, so activities from before an exposure of the owner have been
 * taken up by all, and the first one after it replaces them.
 */
export function noteActivity(state: RiskState, portfolio: string, accountId: string, activity: PnlActivity): void {
  const key = accountKey(portfolio, accountId);
  const account = state.accounts.get(key);
  // What moves in an observed account is a flow of the step in which it is observed (`observedFlows`).
  if (account === undefined || account.observed) return;
  const ownerHead = state.exposureHeads.get(portfolio) ?? 0;
  const held = state.pnlActivities.get(key) ?? NOTHING;
  const open = held.ownerHead === ownerHead ? held.activities : [];
  state.pnlActivities.set(key, { ownerHead, through: held.through + 1, activities: [...open, activity] });
}

/** The newest activities of an account, and how many there ever were. Undefined stands for one at another of its places. */
export interface ActivityRow {
  readonly through: number;
  readonly activities: readonly (PnlActivity | undefined)[];
}

/** The activities of an account that an accrual, which holds the first `consumed` of them, doesn't hold yet. */
export function openActivities(row: ActivityRow, consumed: number): readonly (PnlActivity | undefined)[] {
  return row.through <= consumed ? [] : row.activities.slice(-(row.through - consumed));
}
