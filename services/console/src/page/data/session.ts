/** Who looks at the page. The claims are shown and never believed: the services verify the token. */
export interface Session {
  readonly token: string;
  readonly subject: string;
  readonly tenant: string;
  readonly roles: readonly string[];
}

/** Reads the claims of a JWT for display; undefined when it isn't one. */
export function sessionOf(token: string): Session | undefined {
  const [, payload = ''] = token.split('.');
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const { sub, tenant, roles } = claims;
    if (typeof sub !== 'string') return undefined;
    return {
      token,
      subject: sub,
      tenant: typeof tenant === 'string' ? tenant : '',
      roles: Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : [],
    };
  } catch {
    return undefined;
  }
}

/** The token of a fragment such as #token=…; empty when there is none. */
export function tokenOfFragment(fragment: string): string {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token') ?? '';
}
