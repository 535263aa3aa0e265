import type { AccrualDraft } from './accrualDraft.js';
import type { LegPlan } from './legPlan.js';
import { COLUMN } from './pnlColumns.js';
import type { Holdings } from './readHoldings.js';

/**
 * What came into the positions of observed accounts, or went out of them, at the prices of the step: nobody says what was
 * given for it, so that a swap is two flows, and what it cost against the marks is no term but a flow. What nobody has
 * marked comes in with its first mark. Returns whether anything moved.
 */
export function observedFlows(
  draft: AccrualDraft,
  { observed }: LegPlan,
  { quantities }: Holdings,
  prices: Float64Array,
): boolean {
  let hasFlows = false;
  for (const leg of observed) {
    const change = quantities[leg]! - draft.get(COLUMN.quantity, leg);
    if (change === 0 || Number.isNaN(prices[leg])) continue;
    draft.addFlow(leg, change * prices[leg]!);
    hasFlows = true;
  }
  return hasFlows;
}
