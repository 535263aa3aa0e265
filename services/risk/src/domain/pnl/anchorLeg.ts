import type { RiskState } from '../riskState.js';
import type { AccrualDraft } from './accrualDraft.js';
import { COLUMN } from './pnlColumns.js';
import type { PnlLeg } from './pnlRows.js';

/** Where the leg's accumulator stands, so that the next step knows what it grew by. */
export function anchorLeg(state: RiskState, draft: AccrualDraft, leg: PnlLeg, at: number): void {
  if (leg.range !== undefined) {
    const pool = state.pnlPools.get(leg.range.poolKey);
    if (pool === undefined) return;
    draft.set(COLUMN.anchor0, at, pool.feeGrowth0);
    draft.set(COLUMN.anchor1, at, pool.feeGrowth1);
  } else if (leg.kind === 'powerPerp') {
    const factor = state.pnlNormFactors.get(powerPerpDeployment(leg.legId));
    if (factor !== undefined) draft.set(COLUMN.anchor0, at, factor);
  }
}

/** Squeeth's controller on the token's chain; the only power perpetual with a normalisation factor. */
export function powerPerpDeployment(instrumentId: string): string {
  return `squeeth:${instrumentId.split(':')[1] ?? ''}`;
}
