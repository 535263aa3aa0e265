import type { AccrualDraft } from './accrualDraft.js';
import type { LegPlan } from './legPlan.js';
import { COLUMN } from './pnlColumns.js';
import type { Holdings } from './readHoldings.js';

/**
 * What came into the positions of observed accounts, or went out of them, at the prices of the step: nobody says what was
 * given for it, so that a swap is two flows, and what it cost against the marks is no term but a flow. What nobody has
 * marked comes in with its first mark. What a booked account's fills moved leaves it, likewise, once a watched account tells of
 * them. Returns whether anything moved.
 */
export function observedFlows(
  draft: AccrualDraft,
  { observed }: LegPlan,
  { quantities, told }: Holdings,
  prices: Float64Array,
): boolean {
  let hasFlows = false;
  for (const [leg, units] of told) {
    const change = units - draft.get(COLUMN.told, leg);
    if (change === 0) continue;
    draft.set(COLUMN.told, leg, units);
    if (Number.isNaN(prices[leg])) continue;
    draft.addFlow(leg, -change * prices[leg]!);
    hasFlows = true;
  }
  for (const leg of observed) {
    const change = quantities[leg]! - draft.get(COLUMN.quantity, leg);
    if (change === 0 || Number.isNaN(prices[leg])) continue;
    draft.addFlow(leg, change * prices[leg]!);
    hasFlows = true;
  }
  return hasFlows;
}
