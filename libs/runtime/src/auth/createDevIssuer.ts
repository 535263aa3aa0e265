import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type JSONWebKeySet,
  type JWK,
  SignJWT,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import { TOKEN_AUDIENCE } from './createTokenVerifier.js';
import type { Role } from './roles.js';

export const DEV_ISSUER = 'gimbal-dev';

export interface DevTokenRequest {
  readonly subject: string;
  readonly tenant: string;
  readonly roles: readonly Role[];
  readonly ttlSeconds: number;
}

export interface DevIssuer {
  readonly issuer: string;
  readonly jwks: JSONWebKeySet;
  /** Where the public keys were written, when a folder was given. */
  readonly jwksFile: string | undefined;
  issue(request: DevTokenRequest): Promise<string>;
}

/**
 * Signs tokens for development. The Ed25519 key is new at each start, or kept in `directory` (the private part readable
 * by its owner alone). It refuses to run in production, where an identity provider signs.
 */
export async function createDevIssuer(directory?: string): Promise<DevIssuer> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error('Expected an identity provider in production (GIMBAL_JWKS_URL), was the development issuer.');
  }
  const privateJwk = (directory === undefined ? undefined : await readKey(directory)) ?? (await newKey());
  const publicJwk = publicPartOf(privateJwk);
  const jwks: JSONWebKeySet = { keys: [publicJwk] };
  const jwksFile = directory === undefined ? undefined : await writeKeys(directory, privateJwk, jwks);
  const key = await importJWK(privateJwk, 'EdDSA');

  return {
    issuer: DEV_ISSUER,
    jwks,
    jwksFile,
    issue: ({ subject, tenant, roles, ttlSeconds }) =>
      new SignJWT({ tenant, roles })
        .setProtectedHeader({ alg: 'EdDSA', kid: privateJwk.kid, typ: 'JWT' })
        .setIssuer(DEV_ISSUER)
        .setAudience(TOKEN_AUDIENCE)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + ttlSeconds)
        .sign(key),
  };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' };
}

function publicPartOf(jwk: JWK): JWK {
  const { d: _secret, ...open } = jwk;
  return open;
}

const privateKeyFile = (directory: string): string => join(directory, 'dev-issuer.key.json');

async function readKey(directory: string): Promise<JWK | undefined> {
  try {
    return JSON.parse(await readFile(privateKeyFile(directory), 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeKeys(directory: string, privateJwk: JWK, jwks: JSONWebKeySet): Promise<string> {
  const jwksFile = join(directory, 'dev-issuer.jwks.json');
  await mkdir(directory, { recursive: true });
  await writeFile(privateKeyFile(directory), JSON.stringify(privateJwk), { mode: 0o600 });
  await writeFile(jwksFile, JSON.stringify(jwks));
  return jwksFile;
}
