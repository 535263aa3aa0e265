import type { Principal } from '@gimbal/projection';
import { type Role, isRole } from './roles.js';

/** A principal with the moment from which its token is void. */
export interface AuthenticatedPrincipal extends Principal {
  readonly roles: readonly Role[];
  /** Milliseconds since the Unix epoch. */
  readonly expiresAtMs: number;
}

/** Which claims of a token hold tenant and roles; an identity provider may put them elsewhere. */
export interface ClaimNames {
  readonly tenant: string;
  readonly roles: string;
}

export const DEFAULT_CLAIM_NAMES: ClaimNames = { tenant: 'tenant', roles: 'roles' };

/** Tenants stand in keys before a slash, in headers and in metric labels, so their alphabet is small. */
const TENANT = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Reads the principal out of verified claims, or says in a sentence why it can't. Roles that we don't know are dropped. */
export function principalOf(
  claims: Readonly<Record<string, unknown>>,
  names: ClaimNames,
): AuthenticatedPrincipal | string {
  const { sub: subject, exp: expiresAtS } = claims;
  const tenant = claims[names.tenant];
  const roles = claims[names.roles];
  if (typeof subject !== 'string' || subject === '') return 'Expected a token with a subject, it has none.';
  if (typeof expiresAtS !== 'number') return 'Expected a token that expires, it does not.';
  if (typeof tenant !== 'string' || !TENANT.test(tenant)) {
    return `Expected a token with a tenant of lower-case letters, digits and hyphens in its claim "${names.tenant}".`;
  }
  if (!Array.isArray(roles)) return `Expected a token with a list of roles in its claim "${names.roles}".`;
  return { subject, tenant, roles: roles.filter(isRole), expiresAtMs: expiresAtS * 1000 };
}
