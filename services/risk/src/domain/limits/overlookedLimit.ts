import { decimalOf } from '@gimbal/money';
import type { LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { PortfolioRow, RiskState } from '../riskState.js';
import { limitKey, portfolioKey } from '../rowKeys.js';
import { isLooser } from './limitLevels.js';
import { sideOf, watchKey } from './limitWatch.js';

/** A limit in another portfolio of the tree that contradicts one that is to be set. */
export interface Overlooked {
  readonly relation: 'ancestor' | 'descendant';
  readonly limit: LimitSet;
}

/**
 * The limit that stands against `limit`: that of the nearest ancestor that watches the same number, when `limit` would be
 * looser; or one of the nearest beneath, when that one would be. Undefined when there is none.
 */
export function overlookedLimit(state: RiskState, portfolio: PortfolioRow, limit: LimitSet): Overlooked | undefined {
  const key = watchKey(limit);
  const side = sideOf(limit);
  const level = decimalOf(limit.level);
  const above = nearestAbove(state, portfolio, key).find((each) => isLooser(side, level, decimalOf(each.level)));
  if (above !== undefined) return { relation: 'ancestor', limit: above };
  const below = nearestBelow(state, portfolio, key).find((each) => isLooser(side, decimalOf(each.level), level));
  return below && { relation: 'descendant', limit: below };
}

function nearestAbove(state: RiskState, { tenant, parentPortfolioId }: PortfolioRow, key: string): readonly LimitSet[] {
  const parent = parentPortfolioId === '' ? undefined : state.portfolios.get(portfolioKey(tenant, parentPortfolioId));
  if (parent === undefined) return [];
  const own = watching(state, parent, key);
  return own.length > 0 ? own : nearestAbove(state, parent, key);
}

function nearestBelow(state: RiskState, { tenant, childIds }: PortfolioRow, key: string): readonly LimitSet[] {
  return childIds.flatMap((childId) => {
    const child = state.portfolios.get(portfolioKey(tenant, childId));
    if (child === undefined) return [];
    const own = watching(state, child, key);
    return own.length > 0 ? own : nearestBelow(state, child, key);
  });
}

function watching(state: RiskState, { tenant, portfolioId, limitIds }: PortfolioRow, key: string): readonly LimitSet[] {
  const at = portfolioKey(tenant, portfolioId);
  return limitIds.flatMap((limitId) => {
    const row = state.limits.get(limitKey(at, limitId));
    return row === undefined || row.isRemoved || watchKey(row.limit) !== key ? [] : [row.limit];
  });
}
