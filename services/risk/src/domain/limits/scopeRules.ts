import { LimitScopeKind } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { ComponentPath } from './componentPath.js';

const { LIMIT_SCOPE_KIND_UNSPECIFIED: WHOLE, LIMIT_SCOPE_KIND_ACCOUNT: ACCOUNT } = LimitScopeKind;
const { LIMIT_SCOPE_KIND_VENUE: VENUE, LIMIT_SCOPE_KIND_CHAIN: CHAIN, LIMIT_SCOPE_KIND_ASSET: ASSET } = LimitScopeKind;

/** The scopes that a path can be read in. */
export function scopesOf(path: ComponentPath): readonly LimitScopeKind[] {
  switch (path.kind) {
    case 'vector':
      return [WHOLE, ACCOUNT, VENUE, CHAIN, ASSET];
    case 'delta_units':
      // Units of different assets don't add up.
      return [ASSET];
    case 'health':
    case 'margin':
      return [ACCOUNT];
    case 'liquidity':
      return [WHOLE, ASSET];
    case 'unvalued':
    case 'breaks':
      return [WHOLE, ACCOUNT];
    case 'vega_by_tenor':
    case 'cross_gamma':
    case 'basis':
    case 'look_through':
      return [WHOLE];
  }
}

const NAMES: Readonly<Partial<Record<LimitScopeKind, string>>> = {
  [WHOLE]: 'the whole portfolio',
  [ACCOUNT]: 'an account',
  [VENUE]: 'a venue',
  [CHAIN]: 'a chain',
  [ASSET]: 'an asset',
};

export function scopeName(kind: LimitScopeKind): string {
  return NAMES[kind] ?? 'another scope';
}
