import type { LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import { overlookedLimit } from '../limits/overlookedLimit.js';
import type { RiskState } from '../riskState.js';
import type { OwnPortfolio } from './ownPortfolio.js';
import { refusal, type Refusal } from './refusal.js';

/** A limit lets no more pass than the one above it on the same number, and no less than those beneath it. */
export function treeRefusal(state: RiskState, { portfolio }: OwnPortfolio, limit: LimitSet): Refusal | undefined {
  const found = overlookedLimit(state, portfolio, limit);
  if (found === undefined) return undefined;
  const other = `limit ${found.limit.limitId} of ${found.limit.portfolioId}, ${found.limit.level}`;
  const message =
    found.relation === 'ancestor'
      ? `Expected a level no looser than that of the parent's ${other}, was ${limit.level}.`
      : `Expected a level no tighter than that of the child's ${other}, was ${limit.level}.`;
  return refusal('FAILED_PRECONDITION', 'level', message);
}
