import { type Hex, hexToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

/** A session key of a wallet at Derive; 0x and 64 hexadecimal digits. */
export interface DeriveKey {
  readonly wallet: string;
  readonly sessionKey: string;
}

export interface DeriveLogin {
  readonly wallet: string;
  readonly timestamp: string;
  readonly signature: Hex;
}

/**
 * Parameters of `public/login`: the time in milliseconds as text, signed by the session key as a personal message (EIP-191).
 * The wallet is the contract's address at Derive, not the key's (Derive API reference, "Authentication"). Throws for what is
 * no key, and names nothing of it.
 */
export async function deriveLogin({ wallet, sessionKey }: DeriveKey, timestampMs: number): Promise<DeriveLogin> {
  const timestamp = String(timestampMs);
  const signature = await privateKeyToAccount(keyOf(sessionKey)).signMessage({ message: timestamp });
  return { wallet, timestamp, signature };
}

/** Headers of an HTTP request to a private method. */
export async function deriveHeaders(key: DeriveKey, timestampMs: number): Promise<Readonly<Record<string, string>>> {
  const { wallet, timestamp, signature } = await deriveLogin(key, timestampMs);
  return { 'X-LyraWallet': wallet, 'X-LyraTimestamp': timestamp, 'X-LyraSignature': signature };
}

export function keyOf(sessionKey: string): Hex {
  const key = (sessionKey.startsWith('0x') ? sessionKey : `0x${sessionKey}`) as Hex;
  const isKey = /^0x[0-9a-fA-F]{64}$/.test(key) && hexToBytes(key).some((byte) => byte !== 0);
  if (!isKey) throw new Error('Expected a session key of 32 bytes, was something else.');
  return key;
}
