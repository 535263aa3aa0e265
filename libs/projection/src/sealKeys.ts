import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Signs seals. The private key lives outside log and database. */
export interface SealSigner {
  readonly keyId: string;
  sign(bytes: Uint8Array): Uint8Array;
}

/** The public keys that a verifier has pinned, by key id. */
export type PinnedKeys = ReadonlyMap<string, KeyObject>;

export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

export function createSealSigner(privateKey: KeyObject): SealSigner {
  return { keyId: keyIdOf(createPublicKey(privateKey)), sign: (bytes) => sign(null, bytes, privateKey) };
}

export function verifySealSignature(
  keys: PinnedKeys,
  keyId: string,
  bytes: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = keys.get(keyId);
  return key !== undefined && verify(null, bytes, key, signature);
}

/**
 * Reads `seal.key.pem` in a folder, and makes an Ed25519 pair there (0600) when there is none. Every `*.pub.pem` beside it
 * is pinned too, so that seals of an earlier key still verify after it was replaced.
 */
export function loadSealKeys(folder: string): { signer: SealSigner; pinned: PinnedKeys } {
  const privatePath = join(folder, 'seal.key.pem');
  if (!existsSync(privatePath)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const pair = generateKeyPairSync('ed25519');
    writeFileSync(privatePath, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    writeFileSync(join(folder, 'seal.pub.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  }
  const privateKey = createPrivateKey(readFileSync(privatePath));
  const earlier = readdirSync(folder).filter((name) => name.endsWith('.pub.pem'));
  const publicKeys = earlier.map((name) => createPublicKey(readFileSync(join(folder, name))));
  return { signer: createSealSigner(privateKey), pinned: pinnedKeys([createPublicKey(privateKey), ...publicKeys]) };
}

export function pinnedKeys(keys: readonly KeyObject[]): PinnedKeys {
  return new Map(keys.map((key) => [keyIdOf(key), key]));
}
