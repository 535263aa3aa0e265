import { LimitComponent, type LimitScope, LimitScopeKind, LimitSide } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { SetLimitRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { usageFailure } from '../../cliFailure.js';

const SCOPE_KINDS = {
  account: LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT,
  venue: LimitScopeKind.LIMIT_SCOPE_KIND_VENUE,
  chain: LimitScopeKind.LIMIT_SCOPE_KIND_CHAIN,
  asset: LimitScopeKind.LIMIT_SCOPE_KIND_ASSET,
} as const;

export const SIDE_WORDS = ['size', 'at-most', 'at-least'] as const;
export const SEVERITY_WORDS = ['hard', 'soft'] as const;

const SIDES: Readonly<Record<(typeof SIDE_WORDS)[number], LimitSide>> = {
  size: LimitSide.LIMIT_SIDE_AT_MOST_SIZE,
  'at-most': LimitSide.LIMIT_SIDE_AT_MOST,
  'at-least': LimitSide.LIMIT_SIDE_AT_LEAST,
};

type Watched = Pick<SetLimitRequest, 'component' | 'path' | 'accountId' | 'scope' | 'side'>;

/**
 * What a limit watches. The delta of the portfolio and the health of an account are components, since execution cures those;
 * everything else is a path. A component takes no side: it has its own.
 */
export function watchedOf(
  path: string,
  scope: LimitScope | undefined,
  side: (typeof SIDE_WORDS)[number] | undefined,
): Watched {
  const nothing = { path: '', accountId: '', scope: undefined, side: LimitSide.LIMIT_SIDE_UNSPECIFIED };
  if (path === 'delta_usd' && scope === undefined && (side ?? 'size') === 'size') {
    return { ...nothing, component: LimitComponent.LIMIT_COMPONENT_DELTA_USD };
  }
  const isOfAccount = scope?.kind === LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT;
  if (path === 'health/health_factor' && isOfAccount && (side ?? 'at-least') === 'at-least') {
    return { ...nothing, component: LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR, accountId: scope.name };
  }
  const asked = side === undefined ? LimitSide.LIMIT_SIDE_UNSPECIFIED : SIDES[side];
  return { component: LimitComponent.LIMIT_COMPONENT_PATH, path, accountId: '', scope, side: asked };
}

/** `account=aave:main`. Throws a usage failure. */
export function scopeOf(text: string | undefined): LimitScope | undefined {
  if (text === undefined) return undefined;
  const [, word = '', name = ''] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  const kind = Object.entries(SCOPE_KINDS).find(([known]) => known === word)?.[1];
  if (kind !== undefined) return { kind, name };
  const known = Object.keys(SCOPE_KINDS).join(', ');
  throw usageFailure(`Expected --of with KIND=NAME, the kind one of ${known}, was "${text}".`);
}
