import { generateKeyPairSync, createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { DEV_ISSUER, createDevIssuer } from './createDevIssuer.js';
import { createTokenVerifier } from './createTokenVerifier.js';

const trader = { subject: 'ann', tenant: 'desk-a', roles: ['trader'] as const, ttlSeconds: 60 };
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inAMinute = (): number => Math.floor(Date.now() / 1000) + 60;

async function setup() {
  const issuer = await createDevIssuer();
  const verifier = await createTokenVerifier({ jwks: issuer.jwks, issuer: DEV_ISSUER });
  return { issuer, verifier };
}

describe('createTokenVerifier', () => {
  it('reads subject, tenant and roles out of a token of the issuer, and drops roles that it does not know', async () => {
    const { issuer, verifier } = await setup();
    const token = await issuer.issue({ ...trader, roles: ['trader', 'root' as 'viewer'] });
    expect(await verifier.verify(token)).toMatchObject({
      kind: 'principal',
      principal: { subject: 'ann', tenant: 'desk-a', roles: ['trader'] },
    });
  });

  it('refuses an expired token, also one that it has believed before', async () => {
    const issuer = await createDevIssuer();
    let nowMs = Date.now();
    const verifier = await createTokenVerifier({ jwks: issuer.jwks, issuer: DEV_ISSUER, now: () => nowMs });
    const token = await issuer.issue(trader);
    expect((await verifier.verify(token)).kind).toBe('principal');
    nowMs += 70_000;
    expect(await verifier.verify(token)).toMatchObject({ kind: 'failure', code: 'expired' });
  });

  it('refuses a token that is signed by nobody (alg none, RFC 8725 section 2.1)', async () => {
    const { verifier } = await setup();
    const claims = {
      iss: DEV_ISSUER,
      aud: 'gimbal',
      sub: 'eve',
      tenant: 'desk-a',
      roles: ['operator'],
      exp: inAMinute(),
    };
    const token = `${base64({ alg: 'none' })}.${base64(claims)}.`;
    expect((await verifier.verify(token)).kind).toBe('failure');
  });

  it('refuses a token that uses the public key as a shared secret (RFC 8725 section 2.1)', async () => {
    const { issuer, verifier } = await setup();
    const claims = {
      iss: DEV_ISSUER,
      aud: 'gimbal',
      sub: 'eve',
      tenant: 'desk-a',
      roles: ['operator'],
      exp: inAMinute(),
    };
    const signed = `${base64({ alg: 'HS256', kid: issuer.jwks.keys[0]!.kid })}.${base64(claims)}`;
    const signature = createHmac('sha256', issuer.jwks.keys[0]!.x!).update(signed).digest('base64url');
    expect((await verifier.verify(`${signed}.${signature}`)).kind).toBe('failure');
  });

  it('refuses a foreign key, also under the name of a known one', async () => {
    const { issuer, verifier } = await setup();
    const stranger = await createDevIssuer();
    expect(await verifier.verify(await stranger.issue(trader))).toMatchObject({ code: 'unknown_key' });
    const { privateKey } = generateKeyPairSync('ed25519');
    const forged = await new SignJWT({ tenant: 'desk-a', roles: ['operator'] })
      .setProtectedHeader({ alg: 'EdDSA', kid: issuer.jwks.keys[0]!.kid })
      .setIssuer(DEV_ISSUER)
      .setAudience('gimbal')
      .setSubject('eve')
      .setExpirationTime(inAMinute())
      .sign(privateKey);
    expect(await verifier.verify(forged)).toMatchObject({ code: 'bad_signature' });
  });

  it('refuses another audience, another issuer, and a changed payload', async () => {
    const { issuer } = await setup();
    const token = await issuer.issue(trader);
    const elsewhere = await createTokenVerifier({ jwks: issuer.jwks, issuer: DEV_ISSUER, audience: 'elsewhere' });
    expect(await elsewhere.verify(token)).toMatchObject({ code: 'wrong_audience' });
    const other = await createTokenVerifier({ jwks: issuer.jwks, issuer: 'https://id.example' });
    expect(await other.verify(token)).toMatchObject({ code: 'wrong_issuer' });
    const [header, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
    const { verifier } = { verifier: await createTokenVerifier({ jwks: issuer.jwks, issuer: DEV_ISSUER }) };
    const changed = `${header}.${base64({ ...claims, tenant: 'desk-b' })}.${signature}`;
    expect(await verifier.verify(changed)).toMatchObject({ code: 'bad_signature' });
  });

  it.each(['', 'x', 'a.b.c', 'eyJhbGciOiJFZERTQSJ9..', 'x'.repeat(9000)])('refuses garbage %#', async (token) => {
    const { verifier } = await setup();
    const verdict = await verifier.verify(token);
    expect(verdict.kind).toBe('failure');
    expect(verdict).not.toMatchObject({ code: 'keys_unavailable' });
  });

  it('refuses a tenant that could leave its place in a key', async () => {
    const { issuer, verifier } = await setup();
    expect(await verifier.verify(await issuer.issue({ ...trader, tenant: 'desk-a/main' }))).toMatchObject({
      code: 'bad_claims',
    });
  });
});

describe('createDevIssuer', () => {
  it('keeps its key in a folder, the private part for its owner alone, and never publishes it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'gimbal-issuer-'));
    try {
      const first = await createDevIssuer(directory);
      const second = await createDevIssuer(directory);
      const verifier = await createTokenVerifier({ jwksFile: first.jwksFile!, issuer: DEV_ISSUER });
      expect((await verifier.verify(await second.issue(trader))).kind).toBe('principal');
      expect((await stat(join(directory, 'dev-issuer.key.json'))).mode & 0o777).toBe(0o600);
      const published = JSON.parse(await readFile(first.jwksFile!, 'utf8')) as { keys: object[] };
      expect(published.keys[0]).not.toHaveProperty('d');
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
