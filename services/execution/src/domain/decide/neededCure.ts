import { LimitComponent, LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { BreachRow } from '../executionState.js';
import { ownedKey } from '../rowKeys.js';
import type { Spend } from '../wallet/spend.js';
import { breachTerms, breachValue, isRefusedStill, shareOfLevel } from './breachValue.js';
import type { CureNeed } from './cure.js';
import type { Decision } from './decision.js';

const CURABLE: ReadonlySet<LimitComponent> = new Set([
  LimitComponent.LIMIT_COMPONENT_DELTA_USD,
  LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
]);

/**
 * What a breach needs now, or undefined when there is nothing to do yet: the exposure is older than the breach or than
 * the last fill of the desk, the value is back inside the level (between level and close level nothing is traded), or
 * somebody refused the cure and it is hardly worse since. Gamma, vega and paths have no cure here and are left to the
 * desk, and a soft limit is a word to it.
 */
export function neededCure(decision: Decision, breach: BreachRow, setAside: readonly Spend[]): CureNeed | undefined {
  const { state, desk, config } = decision;
  const { opened } = breach;
  if (!CURABLE.has(opened.component) || opened.severity === LimitSeverity.LIMIT_SEVERITY_SOFT) return undefined;
  const exposure = state.exposures.get(ownedKey(desk.rootKey, opened.portfolioId));
  const terms = breachTerms(state, desk.rootKey, opened);
  if (exposure === undefined || terms === undefined) return undefined;
  if (exposure.sequence < opened.exposureSequence || exposure.step <= desk.lastFillStep) return undefined;
  const value = breachValue(opened, exposure);
  if (value === undefined) return undefined;
  const share = shareOfLevel(opened.component, value, terms.level);
  if (!(share > 1) || isRefusedStill(breach, share, config.worsenedByLevelShare)) return undefined;
  return { opened, terms, exposure, value, setAside };
}
