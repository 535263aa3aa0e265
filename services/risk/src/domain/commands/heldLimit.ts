import type { LimitRow } from '../limits/limitRows.js';
import type { RiskState } from '../riskState.js';
import { limitKey } from '../rowKeys.js';
import type { OwnPortfolio } from './ownPortfolio.js';
import { type Checked, checked, refusal, refused } from './refusal.js';

/** A limit that stands in the portfolio. */
export function heldLimit(state: RiskState, { key, portfolio }: OwnPortfolio, limitId: string): Checked<LimitRow> {
  const row = state.limits.get(limitKey(key, limitId));
  if (row !== undefined && !row.isRemoved) return checked(row);
  const message = `Expected a limit of ${portfolio.portfolioId}, found none with the id ${JSON.stringify(limitId.slice(0, 128))}.`;
  return refused(refusal('NOT_FOUND', 'limit_id', message));
}
