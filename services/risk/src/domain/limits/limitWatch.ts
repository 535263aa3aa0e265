import {
  LimitComponent,
  LimitScopeKind,
  LimitSeverity,
  LimitSide,
  type LimitSet,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import { type ComponentPath, parseComponentPath } from './componentPath.js';

export type Watched = Pick<LimitSet, 'component' | 'accountId' | 'path' | 'scope' | 'side' | 'severity'>;

/** A component that had a name of its own before there were paths is a path as well. */
const PATHS: Readonly<Partial<Record<LimitComponent, string>>> = {
  [LimitComponent.LIMIT_COMPONENT_DELTA_USD]: 'delta_usd',
  [LimitComponent.LIMIT_COMPONENT_GAMMA_USD_PER_1PCT]: 'gamma_usd_per_1pct',
  [LimitComponent.LIMIT_COMPONENT_VEGA_USD_PER_VOL_POINT]: 'vega_usd_per_vol_point',
  [LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR]: 'health/health_factor',
};

export function pathOf({ component, path }: Watched): string {
  return PATHS[component] ?? path;
}

/** Where a limit looks: the whole portfolio has no kind and no name. */
export interface WatchedScope {
  readonly kind: LimitScopeKind;
  readonly name: string;
}

const WHOLE: WatchedScope = { kind: LimitScopeKind.LIMIT_SCOPE_KIND_UNSPECIFIED, name: '' };

export function scopeOf({ component, accountId, scope }: Watched): WatchedScope {
  if (component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR)
    return { kind: LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT, name: accountId };
  return scope ?? WHOLE;
}

export function severityOf({ severity }: Watched): LimitSeverity {
  return severity === LimitSeverity.LIMIT_SEVERITY_SOFT ? severity : LimitSeverity.LIMIT_SEVERITY_HARD;
}

/** The side of a limit that says none: sizes for sensitivities, a floor for what is bad when small, a ceiling else. */
export function sideOf(watched: Watched): LimitSide {
  if (watched.side !== LimitSide.LIMIT_SIDE_UNSPECIFIED) return watched.side;
  const parsed = parseComponentPath(pathOf(watched));
  return parsed.ok ? defaultSide(parsed.path) : LimitSide.LIMIT_SIDE_AT_MOST_SIZE;
}

const FLOORS: ReadonlySet<string> = new Set(['healthFactor', 'distanceToLiquidation', 'equityUsd', 'excessUsd']);

function defaultSide(path: ComponentPath): LimitSide {
  switch (path.kind) {
    case 'health':
    case 'margin':
      return FLOORS.has(path.field) ? LimitSide.LIMIT_SIDE_AT_LEAST : LimitSide.LIMIT_SIDE_AT_MOST;
    case 'look_through':
    case 'liquidity':
    case 'unvalued':
    case 'breaks':
      return LimitSide.LIMIT_SIDE_AT_MOST;
    default:
      return LimitSide.LIMIT_SIDE_AT_MOST_SIZE;
  }
}

/** The same for all limits that watch the same number from the same side with the same severity, at any level of a tree. */
export function watchKey(watched: Watched): string {
  const { kind, name } = scopeOf(watched);
  return `${severityOf(watched)}|${sideOf(watched)}|${kind}|${name}|${pathOf(watched)}`;
}
