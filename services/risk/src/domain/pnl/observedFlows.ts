import type { AccrualDraft } from './accrualDraft.js';
import type { LegPlan } from './legPlan.js';
import { COLUMN } from './pnlColumns.js';
import type { Holdings } from './readHoldings.js';

/** Sums of a few doubles are exact to some parts in 10^15. */
const ROUNDING = 1e-12;

/**
 * What came into the positions of observed accounts, or went out of them, at the prices of the step, beside what the fills of their
 * venues moved. On a chain nobody says what was given for it, so that a swap is two flows, and what it cost against the marks is no
 * term but a flow. What nobody has marked comes in with its first mark. What a booked account's fills moved leaves it, likewise, once a watched account tells of
 * them. Returns whether anything moved.
 */
export function observedFlows(
  draft: AccrualDraft,
  { observed }: LegPlan,
  { quantities, told }: Holdings,
  filled: ReadonlyMap<number, number>,
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
    const moved = filled.get(leg) ?? 0;
    const change = exactly(quantities[leg]! - draft.get(COLUMN.quantity, leg) - moved, quantities[leg]!, moved);
    if (change === 0 || Number.isNaN(prices[leg])) continue;
    draft.addFlow(leg, change * prices[leg]!);
    hasFlows = true;
  }
  return hasFlows;
}

/** The rounding of doubles that cancel is no flow: what is left is compared with what was taken off. */
function exactly(left: number, held: number, moved: number): number {
  return Math.abs(left) <= ROUNDING * Math.max(Math.abs(held), Math.abs(moved)) && moved !== 0 ? 0 : left;
}
