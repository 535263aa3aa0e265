import { createHmac } from 'node:crypto';
import { TOKEN_AUDIENCE } from '@gimbal/runtime';
import { Metadata } from '@grpc/grpc-js';
import { generateKeyPair, importJWK, SignJWT } from 'jose';
import type { System } from './startSystem.ts';

export interface BadToken {
  readonly why: string;
  /** What stands in the authorization header; undefined for no header. */
  readonly authorization: string | undefined;
}

const HOUR_S = 3_600;

/** Every way in which a token can be wrong, though its tenant and roles would open every door. */
export async function badTokens({ issuer, signingKey }: System): Promise<readonly BadToken[]> {
  const key = await importJWK(signingKey, 'EdDSA');
  const foreign = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const nowS = Math.floor(Date.now() / 1000);
  const claims = { tenant: 'desk-a', roles: ['viewer', 'trader', 'risk', 'approver', 'operator'] };
  const header = { alg: 'EdDSA', kid: signingKey.kid!, typ: 'JWT' };
  const draft = (over: Readonly<Record<string, unknown>> = {}, headerOver: object = {}): SignJWT =>
    new SignJWT({
      iss: issuer.issuer,
      aud: TOKEN_AUDIENCE,
      sub: 'eve',
      iat: nowS,
      exp: nowS + HOUR_S,
      ...claims,
      ...over,
    }).setProtectedHeader({ ...header, ...headerOver });
  const right = await draft().sign(key);
  const [, payload, signature] = right.split('.');
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const hmacInput = `${part({ alg: 'HS256', kid: signingKey.kid, typ: 'JWT' })}.${payload}`;
  const hmac = createHmac('sha256', Buffer.from(signingKey.x!, 'base64url')).update(hmacInput).digest('base64url');
  const tokens: Readonly<Record<string, string>> = {
    garbage: 'x'.repeat(64),
    'three empty parts': '..',
    'longer than any token': 'x'.repeat(9_000),
    'alg none': `${part({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    'alg None with our signature': `${part({ alg: 'None', typ: 'JWT' })}.${payload}.${signature}`,
    'signed with the public key as a shared secret': `${hmacInput}.${hmac}`,
    'another payload under our signature': `${part(header)}.${part({ ...claims, sub: 'eve', exp: nowS + HOUR_S })}.${signature}`,
    'another issuer': await draft({ iss: 'https://id.example' }).sign(key),
    'no issuer': await draft({ iss: undefined }).sign(key),
    'another audience': await draft({ aud: 'elsewhere' }).sign(key),
    'no audience': await draft({ aud: undefined }).sign(key),
    expired: await draft({ exp: nowS - 60 }).sign(key),
    'never expires': await draft({ exp: undefined }).sign(key),
    'not valid yet': await draft({ nbf: nowS + HOUR_S }).sign(key),
    'a foreign key under our key id': await draft().sign(foreign.privateKey),
    'a foreign key under its own id': await draft({}, { kid: 'eve' }).sign(foreign.privateKey),
    'no subject': await draft({ sub: undefined }).sign(key),
    'no tenant': await draft({ tenant: undefined }).sign(key),
    'a tenant that leaves its place in a key': await draft({ tenant: 'desk-a/main' }).sign(key),
    'roles that are no list': await draft({ roles: 'operator' }).sign(key),
  };
  return [
    { why: 'no token', authorization: undefined },
    { why: 'an empty token', authorization: 'Bearer ' },
    { why: 'a right token under another scheme', authorization: `Basic ${right}` },
    { why: 'a right token without a scheme', authorization: right },
    ...Object.entries(tokens).map(([why, token]) => ({ why, authorization: `Bearer ${token}` })),
  ];
}

export function metadataOf({ authorization }: BadToken): Metadata {
  const metadata = new Metadata();
  if (authorization !== undefined) metadata.set('authorization', authorization);
  return metadata;
}
