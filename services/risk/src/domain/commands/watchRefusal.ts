import { LimitComponent, LimitScopeKind, LimitSeverity, LimitSide } from '@gimbal/contracts/risk/v1/portfolio_events';
import { LIMIT_PATH_CHARS_MAX } from '../../limits.js';
import { type ComponentPath, parseComponentPath } from '../limits/componentPath.js';
import { scopeOf, sideOf, type Watched } from '../limits/limitWatch.js';
import { scopeName, scopesOf } from '../limits/scopeRules.js';
import type { RiskState } from '../riskState.js';
import { printableRefusal } from './fields.js';
import { healthAccountRefusal } from './healthAccount.js';
import type { OwnPortfolio } from './ownPortfolio.js';
import { pathNameRefusal } from './pathNameRefusal.js';
import { invalid, type Refusal } from './refusal.js';
import { scopeRefusal } from './scopeRefusal.js';

const NAMED: ReadonlySet<LimitComponent> = new Set([
  LimitComponent.LIMIT_COMPONENT_DELTA_USD,
  LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
  LimitComponent.LIMIT_COMPONENT_GAMMA_USD_PER_1PCT,
  LimitComponent.LIMIT_COMPONENT_VEGA_USD_PER_VOL_POINT,
]);

const SIDES: ReadonlySet<LimitSide> = new Set([
  LimitSide.LIMIT_SIDE_UNSPECIFIED,
  LimitSide.LIMIT_SIDE_AT_MOST_SIZE,
  LimitSide.LIMIT_SIDE_AT_MOST,
  LimitSide.LIMIT_SIDE_AT_LEAST,
]);

const SEVERITIES: ReadonlySet<LimitSeverity> = new Set([
  LimitSeverity.LIMIT_SEVERITY_UNSPECIFIED,
  LimitSeverity.LIMIT_SEVERITY_SOFT,
  LimitSeverity.LIMIT_SEVERITY_HARD,
]);

export function severityRefusal(severity: LimitSeverity): Refusal | undefined {
  return SEVERITIES.has(severity) ? undefined : invalid('severity', 'Expected soft or hard, was neither.');
}

/** Why a limit can't watch what it names. */
export function watchRefusal(state: RiskState, own: OwnPortfolio, watched: Watched): Refusal | undefined {
  const wrong = SIDES.has(watched.side)
    ? severityRefusal(watched.severity)
    : invalid('side', 'Expected at most in size, at most, or at least, was none of them.');
  if (wrong !== undefined) return wrong;
  if (watched.component === LimitComponent.LIMIT_COMPONENT_PATH) return pathRefusal(state, own, watched);
  if (NAMED.has(watched.component)) return namedRefusal(state, own, watched);
  return invalid('component', 'Expected delta USD, health factor, gamma, vega or a path, was none of them.');
}

/** The components of old: on the whole portfolio, or for health on the account. Anything else about them is a path. */
function namedRefusal(state: RiskState, own: OwnPortfolio, watched: Watched): Refusal | undefined {
  const { component, accountId, path, scope, side } = watched;
  if (path !== '') return invalid('path', `Expected no path beside a component, was ${shown(path)}.`);
  if (scope !== undefined) return invalid('scope', 'Expected no scope beside a component: a path takes one.');
  const only = sideOf({ ...watched, side: LimitSide.LIMIT_SIDE_UNSPECIFIED });
  if (side !== LimitSide.LIMIT_SIDE_UNSPECIFIED && side !== only)
    return invalid('side', 'Expected the side of the component, was another: a path takes either.');
  if (component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR) return healthAccountRefusal(state, own, accountId);
  return accountRefusal(accountId, 'since this limit is on the whole portfolio');
}

function pathRefusal(state: RiskState, own: OwnPortfolio, watched: Watched): Refusal | undefined {
  const wrong =
    printableRefusal('path', watched.path, LIMIT_PATH_CHARS_MAX) ??
    accountRefusal(watched.accountId, 'since the scope of a path names it');
  if (wrong !== undefined) return wrong;
  const parsed = parseComponentPath(watched.path);
  if (!parsed.ok) return invalid('path', `Expected ${parsed.expected}, was ${shown(watched.path)}.`);
  return (
    kindRefusal(watched, parsed.path) ??
    scopeRefusal(state, own, parsed.path, scopeOf(watched)) ??
    pathNameRefusal(state, own, parsed.path)
  );
}

function kindRefusal(watched: Watched, path: ComponentPath): Refusal | undefined {
  const { kind } = scopeOf(watched);
  const possible = scopesOf(path);
  if (possible.includes(kind) && (kind !== LimitScopeKind.LIMIT_SCOPE_KIND_UNSPECIFIED || !watched.scope?.name))
    return undefined;
  return invalid(
    'scope',
    `Expected ${possible.map(scopeName).join(' or ')} for ${watched.path}, was ${watched.scope?.name ? shown(watched.scope.name) : scopeName(kind)}.`,
  );
}

function accountRefusal(accountId: string, why: string): Refusal | undefined {
  if (accountId === '') return undefined;
  return invalid('account_id', `Expected no account, ${why}, was ${shown(accountId)}.`);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 128));
}
