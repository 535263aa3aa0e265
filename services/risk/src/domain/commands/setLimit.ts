import { event } from '@gimbal/contracts';
import { LimitComponent, LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { SetLimitRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { absDecimal, compareDecimal, type Decimal, formatDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { LIMITS_PER_PORTFOLIO_MAX } from '../../limits.js';
import type { RiskState } from '../riskState.js';
import { limitKey } from '../rowKeys.js';
import { amount, idRefusal } from './fields.js';
import { healthAccountRefusal } from './healthAccount.js';
import { type OwnPortfolio, ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { type Checked, checked, invalid, refusal, type Refusal } from './refusal.js';

/** Sets a limit, or moves its levels. What it watches stays what it was: an open breach has to keep its meaning. */
export function setLimit(state: RiskState, principal: Principal, request: SetLimitRequest): CommandDecision {
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const { portfolioId, limitId, component, accountId } = request;
  const wrong =
    idRefusal('limit_id', limitId) ??
    componentRefusal(component) ??
    accountRefusal(state, own.value, request) ??
    changeRefusal(state, own.value, request);
  if (wrong !== undefined) return wrong;
  const levels = limitLevels(request);
  if (!levels.ok) return levels.refusal;
  const { level, closeLevel, target } = levels.value;
  const contradiction =
    component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR
      ? floorRefusal(levels.value)
      : ceilingRefusal(levels.value);
  if (contradiction !== undefined) return contradiction;
  const set: LimitSet = {
    portfolioId,
    limitId,
    component,
    accountId,
    level: formatDecimal(level),
    closeLevel: formatDecimal(closeLevel),
    target: formatDecimal(target),
    setBy: principal.subject,
    path: request.path,
    scope: request.scope,
    severity: request.severity,
    side: request.side,
    approvedBy: '',
    changeId: '',
  };
  return acceptedFact(own.value.portfolio.rootKey, portfolioId, principal, event(LimitSet, set));
}

const COMPONENTS: ReadonlySet<LimitComponent> = new Set([
  LimitComponent.LIMIT_COMPONENT_DELTA_USD,
  LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
  LimitComponent.LIMIT_COMPONENT_GAMMA_USD_PER_1PCT,
  LimitComponent.LIMIT_COMPONENT_VEGA_USD_PER_VOL_POINT,
]);

function componentRefusal(component: LimitComponent): Refusal | undefined {
  if (COMPONENTS.has(component)) return undefined;
  return invalid('component', 'Expected delta USD, health factor, gamma or vega, was none of them.');
}

function accountRefusal(
  state: RiskState,
  own: OwnPortfolio,
  { component, accountId }: SetLimitRequest,
): Refusal | undefined {
  if (component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR) return healthAccountRefusal(state, own, accountId);
  if (accountId === '') return undefined;
  return invalid(
    'account_id',
    `Expected no account, since this limit is on the whole portfolio, was ${JSON.stringify(accountId.slice(0, 128))}.`,
  );
}

function changeRefusal(
  state: RiskState,
  { key, portfolio }: OwnPortfolio,
  request: SetLimitRequest,
): Refusal | undefined {
  const held = state.limits.get(limitKey(key, request.limitId))?.limit;
  if (held === undefined) {
    if (portfolio.limitIds.length < LIMITS_PER_PORTFOLIO_MAX) return undefined;
    return refusal(
      'FAILED_PRECONDITION',
      'limit_id',
      `Expected at most ${LIMITS_PER_PORTFOLIO_MAX} limits in a portfolio, it has them.`,
    );
  }
  if (held.component !== request.component)
    return invalid('component', `Expected the component that limit ${request.limitId} was set on, was another.`);
  if (held.accountId !== request.accountId)
    return invalid('account_id', `Expected the account that limit ${request.limitId} was set on, was another.`);
  return undefined;
}

interface LimitLevels {
  readonly level: Decimal;
  readonly closeLevel: Decimal;
  readonly target: Decimal;
}

function limitLevels(request: SetLimitRequest): Checked<LimitLevels> {
  const level = amount('level', request.level);
  if (!level.ok) return level;
  const closeLevel = amount('close_level', request.closeLevel);
  if (!closeLevel.ok) return closeLevel;
  const target = amount('target', request.target);
  if (!target.ok) return target;
  return checked({ level: level.value, closeLevel: closeLevel.value, target: target.value });
}

/** At most `level`, closed at or below `closeLevel`, cured towards a target that would close it. Sizes without sign. */
function ceilingRefusal({ level, closeLevel, target }: LimitLevels): Refusal | undefined {
  if (compareDecimal(level, ZERO_DECIMAL) <= 0)
    return invalid('level', `Expected a level above 0, was ${formatDecimal(level)}.`);
  if (compareDecimal(closeLevel, ZERO_DECIMAL) < 0 || compareDecimal(closeLevel, level) > 0) {
    return invalid(
      'close_level',
      `Expected a close level from 0 to the level, ${formatDecimal(level)}, was ${formatDecimal(closeLevel)}.`,
    );
  }
  if (compareDecimal(absDecimal(target), closeLevel) <= 0) return undefined;
  return invalid(
    'target',
    `Expected a target within the close level, ${formatDecimal(closeLevel)}, was ${formatDecimal(target)}.`,
  );
}

/** At least `level`, closed at or above `closeLevel`, cured towards a target that would close it. */
function floorRefusal({ level, closeLevel, target }: LimitLevels): Refusal | undefined {
  if (compareDecimal(level, ZERO_DECIMAL) <= 0)
    return invalid('level', `Expected a level above 0, was ${formatDecimal(level)}.`);
  if (compareDecimal(closeLevel, level) < 0) {
    return invalid(
      'close_level',
      `Expected a close level of at least the level, ${formatDecimal(level)}, was ${formatDecimal(closeLevel)}.`,
    );
  }
  if (compareDecimal(target, closeLevel) >= 0) return undefined;
  return invalid(
    'target',
    `Expected a target of at least the close level, ${formatDecimal(closeLevel)}, was ${formatDecimal(target)}.`,
  );
}
