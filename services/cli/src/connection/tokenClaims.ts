/** What a token says of its bearer. Not verified: only the services can, and this is for hints alone. */
export interface TokenClaims {
  readonly subject: string;
  readonly tenant: string;
  readonly roles: readonly string[];
}

export function tokenClaims(token: string): TokenClaims | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<
      string,
      unknown
    >;
    const { sub, tenant, roles } = claims;
    if (typeof sub !== 'string' || typeof tenant !== 'string' || !Array.isArray(roles)) return undefined;
    return { subject: sub, tenant, roles: roles.filter((role) => typeof role === 'string') };
  } catch {
    return undefined;
  }
}
