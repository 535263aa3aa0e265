import { readFile } from 'node:fs/promises';
import {
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
} from 'jose';
import { TOKEN_BYTES_MAX, TOKEN_CLOCK_SKEW_S, VERIFIED_TOKENS_MAX, VERIFIED_TOKEN_MS_MAX } from '../limits.js';
import { type AuthenticatedPrincipal, type ClaimNames, DEFAULT_CLAIM_NAMES, principalOf } from './principalOf.js';

export const TOKEN_AUDIENCE = 'gimbal';

/** Asymmetric only: a shared secret could sign as well as check, and `none` signs nothing. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];

export type TokenFailureCode =
  | 'missing'
  | 'malformed'
  | 'expired'
  | 'not_yet_valid'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'wrong_algorithm'
  | 'bad_signature'
  | 'unknown_key'
  | 'bad_claims'
  /** The identity provider could not be asked for its keys; the only one that is not the caller's fault. */
  | 'keys_unavailable';

export interface TokenFailure {
  readonly kind: 'failure';
  readonly code: TokenFailureCode;
  readonly reason: string;
}

export type TokenVerdict = { readonly kind: 'principal'; readonly principal: AuthenticatedPrincipal } | TokenFailure;

export interface TokenVerifier {
  /** Never rejects; a token that can't be believed is a failure with a reason. */
  verify(token: string): Promise<TokenVerdict>;
}

export type KeySource = { readonly jwks: JSONWebKeySet } | { readonly jwksFile: string } | { readonly jwksUrl: string };

export type TokenVerifierOptions = KeySource & {
  readonly issuer: string;
  readonly audience?: string;
  readonly claimNames?: ClaimNames;
  /** Milliseconds since the Unix epoch; the wall clock by default. */
  readonly now?: () => number;
};

/** Checks signature, issuer, audience and times of a JWT (RFC 7519) against the issuer's published keys (RFC 7517). */
export async function createTokenVerifier(options: TokenVerifierOptions): Promise<TokenVerifier> {
  const keys = await keysOf(options);
  const now = options.now ?? Date.now;
  const claimNames = options.claimNames ?? DEFAULT_CLAIM_NAMES;
  const verified = new Map<string, { readonly principal: AuthenticatedPrincipal; readonly untilMs: number }>();

  async function check(token: string): Promise<TokenVerdict> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: options.audience ?? TOKEN_AUDIENCE,
        algorithms: ALGORITHMS,
        clockTolerance: TOKEN_CLOCK_SKEW_S,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(now()),
      });
      const principal = principalOf(payload, claimNames);
      return typeof principal === 'string' ? failed('bad_claims', principal) : { kind: 'principal', principal };
    } catch (error) {
      return failureOf(error);
    }
  }

  return {
    async verify(token) {
      if (token === '') return failed('missing', 'Expected a bearer token, there was none.');
      if (Buffer.byteLength(token) > TOKEN_BYTES_MAX) {
        return failed(
          'malformed',
          `Expected a token of at most ${TOKEN_BYTES_MAX} bytes, was ${Buffer.byteLength(token)}.`,
        );
      }
      const known = verified.get(token);
      if (known !== undefined && now() < known.untilMs) return { kind: 'principal', principal: known.principal };
      verified.delete(token);
      const verdict = await check(token);
      if (verdict.kind === 'principal') {
        const untilMs = Math.min(verdict.principal.expiresAtMs, now() + VERIFIED_TOKEN_MS_MAX);
        if (verified.size >= VERIFIED_TOKENS_MAX) verified.delete(verified.keys().next().value!);
        verified.set(token, { principal: verdict.principal, untilMs });
      }
      return verdict;
    },
  };
}

async function keysOf(source: KeySource): Promise<JWTVerifyGetKey> {
  if ('jwks' in source) return createLocalJWKSet(source.jwks);
  if ('jwksFile' in source)
    return createLocalJWKSet(JSON.parse(await readFile(source.jwksFile, 'utf8')) as JSONWebKeySet);
  return createRemoteJWKSet(new URL(source.jwksUrl));
}

function failed(code: TokenFailureCode, reason: string): TokenFailure {
  return { kind: 'failure', code, reason };
}

function failureOf(error: unknown): TokenFailure {
  if (error instanceof errors.JWTExpired)
    return failed('expired', 'Expected a token that is still valid, it has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) return claimFailure(error.claim);
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return failed('wrong_algorithm', `Expected a token signed with one of ${ALGORITHMS.join(', ')}.`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return failed('bad_signature', "Expected the issuer's signature on the token, it does not match.");
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return failed('unknown_key', "Expected a token signed with one of the issuer's keys.");
  }
  const parsed =
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JOSENotSupported;
  if (parsed) return failed('malformed', 'Expected a signed JWT, the token can not be read as one.');
  return failed('keys_unavailable', "Expected the issuer's keys, they can not be read now.");
}

function claimFailure(claim: string): TokenFailure {
  if (claim === 'iss') return failed('wrong_issuer', 'Expected a token of the issuer that this service trusts.');
  if (claim === 'aud') return failed('wrong_audience', 'Expected a token whose audience is this system.');
  if (claim === 'nbf' || claim === 'iat') return failed('not_yet_valid', 'Expected a token that is valid by now.');
  return failed('bad_claims', `Expected a token with a valid claim "${claim}".`);
}
