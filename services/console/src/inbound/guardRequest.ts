import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiFailure, unauthenticated } from '../domain/apiFailure.js';
import { TOKEN_BYTES_MAX } from '../limits.js';
import { answerFailure } from './answerFailure.js';
import { methodsOf } from './routes.js';

/** RFC 6750, section 2.1. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** What the page may do: load what this server serves, and nothing else. The page has no inline script and no inline style. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Stands before every route: security headers on each answer; under /api a token (whose belief is the services' matter),
 * a known method, and for a command a body of JSON, which a form of another site can't send.
 */
export function guardRequest(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const path = pathOf(request);
  if (path !== '/api' && !path.startsWith('/api/')) {
    next();
    return;
  }
  response.setHeader('cache-control', 'no-store');
  try {
    bearerTokenOf(request);
    refuseMethod(request, path);
    refuseBody(request);
  } catch (failure) {
    answerFailure(failure as ApiFailure, response);
    return;
  }
  next();
}

/** The caller's token; throws ApiFailure 401 when there is none. It is passed on, and never looked into. */
export function bearerTokenOf(request: IncomingMessage): string {
  const { authorization } = request.headers;
  if (authorization === undefined)
    throw unauthenticated('Expected a bearer token in the authorization header, there was none.');
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined)
    throw unauthenticated('Expected a bearer token in the authorization header, was something else.');
  if (token.length > TOKEN_BYTES_MAX) {
    throw unauthenticated(`Expected a token of at most ${TOKEN_BYTES_MAX} bytes, was ${token.length}.`);
  }
  return token;
}

/** Without the query, which says nothing about the route and stays out of the log. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0]!;
}

function refuseMethod({ method = '' }: IncomingMessage, path: string): void {
  const methods: readonly string[] = methodsOf(path);
  if (methods.length === 0)
    throw new ApiFailure(404, 'NOT_FOUND', 'Expected a path of the API, there is nothing here.');
  if (methods.includes(method) || (method === 'HEAD' && path !== '/api/stream' && methods.includes('GET'))) return;
  const allow = methods.join(', ');
  throw new ApiFailure(405, 'UNIMPLEMENTED', `Expected ${allow}, was ${method}.`, '', { allow });
}

function refuseBody({ method, headers }: IncomingMessage): void {
  if (method !== 'POST') return;
  const type = (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'application/json') return;
  const found = type === '' ? 'none' : JSON.stringify(type.slice(0, 64));
  throw new ApiFailure(415, 'INVALID_ARGUMENT', `Expected a body of application/json, was ${found}.`, 'content-type');
}
