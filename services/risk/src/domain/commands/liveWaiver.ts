import type { Principal, Step } from '@gimbal/projection';
import type { WaiverRow } from '../limits/limitRows.js';
import type { RiskState } from '../riskState.js';
import { ownedByTenantKey } from '../rowKeys.js';
import { type Checked, checked, refusal, refused } from './refusal.js';

/** A waiver of the portfolio, requested or granted, whose end has not come. */
export function liveWaiver(
  state: RiskState,
  step: Step,
  principal: Principal,
  portfolioId: string,
  waiverId: string,
): Checked<WaiverRow> {
  const row = state.waivers.get(ownedByTenantKey(principal.tenant, waiverId));
  if (row === undefined || row.requested.portfolioId !== portfolioId) {
    const message = `Expected a waiver of a limit of ${portfolioId}, found none with the id ${JSON.stringify(waiverId.slice(0, 256))}.`;
    return refused(refusal('NOT_FOUND', 'waiver_id', message));
  }
  const isOver = row.outcome === 'ended' || row.outcome === 'expired';
  if (!isOver && step.timeUs < row.requested.expiresAtUs) return checked(row);
  const found = row.outcome === 'ended' ? 'ended' : 'expired';
  return refused(refusal('FAILED_PRECONDITION', 'waiver_id', `Expected a waiver that is not over, was ${found}.`));
}
