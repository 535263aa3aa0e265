import type { BreachOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { type Decimal, decimalFromNumber, decimalToNumber, parseDecimal } from '@gimbal/money';
import type { BreachRow, ExecutionState, ExposureRow, HealthRow } from '../executionState.js';
import { limitKey } from '../rowKeys.js';

/** What a cure has to undo: the newest value, against the limit as it stands now. */
export interface BreachTerms {
  readonly level: number;
  readonly target: Decimal;
  /** Who set the limit, and so can't approve its cure. */
  readonly setBy: string;
}

/** A limit given in binary has 9 digits that anybody meant; the decimal of a limit that is on record wins over it. */
const TARGET_SCALE = 9;

/**
 * The terms of the limit that is in force; those that the breach carries when the limit isn't on record. Under a waiver
 * the level is the waiver's, as the breach has it.
 */
export function breachTerms(state: ExecutionState, rootKey: string, opened: BreachOpened): BreachTerms | undefined {
  const limit = state.limits.get(limitKey(rootKey, opened.portfolioId, opened.limitId));
  if (limit !== undefined) {
    const target = parseDecimal(limit.target);
    const level = opened.waiverId === '' ? Number(limit.level) : opened.level;
    if (target.ok) return { level, target: target.value, setBy: limit.setBy };
  }
  const target = decimalFromNumber(opened.target, TARGET_SCALE, 'halfEven');
  return target.ok ? { level: opened.level, target: target.value, setBy: opened.limitSetBy } : undefined;
}

/** The newest value of what the breach is about, or undefined when the exposure does not say. */
export function breachValue(opened: BreachOpened, exposure: ExposureRow): number | undefined {
  if (opened.component === LimitComponent.LIMIT_COMPONENT_DELTA_USD) return exposure.deltaUsd;
  if (opened.component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR) {
    const health = healthOf(exposure, opened.accountId);
    return health === undefined || health.unavailableReason !== '' ? undefined : health.healthFactor;
  }
  return undefined;
}

export function healthOf(exposure: ExposureRow, accountId: string): HealthRow | undefined {
  return exposure.health.find((row) => row.accountId === accountId);
}

/** How far out a value is, as a share of the level: above 1 is beyond the limit, and larger is worse. */
export function shareOfLevel(component: LimitComponent, value: number, level: number): number {
  if (component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR) return level / value;
  return Math.abs(value) / level;
}

/** Whether somebody refused the cure and the value is hardly worse since: a no is taken for an answer. */
export function isRefusedStill(breach: BreachRow, share: number, worsenedByLevelShare: number): boolean {
  return breach.refusedAtShare !== undefined && share < breach.refusedAtShare + worsenedByLevelShare;
}

export function targetNumber(terms: BreachTerms): number {
  return decimalToNumber(terms.target);
}
