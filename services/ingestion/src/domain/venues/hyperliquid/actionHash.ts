import { concatBytes, hexToBytes, keccak256, numberToBytes, type Hex } from 'viem';
import { type ActionValue, packAction } from './packAction.js';

/** Whose an action is, and until when. */
export interface ActionTerms {
  /** Milliseconds, unique for the signer. */
  readonly nonce: bigint;
  /** The vault or sub-account that it is for; the signer's own account without one. */
  readonly vaultAddress?: Hex | undefined;
  /** Milliseconds after which the venue refuses it. */
  readonly expiresAfter?: bigint | undefined;
}

/**
 * The hash of an action of the exchange: Keccak-256 of its MessagePack, the nonce in eight bytes, 0 or 1 and the vault, and 0 and the expiry
 * where it has one (hyperliquid-python-sdk: signing.py, MIT).
 */
export function hyperliquidActionHash(action: ActionValue, terms: ActionTerms): Hex {
  const { expiresAfter, nonce, vaultAddress } = terms;
  return keccak256(
    concatBytes([
      packAction(action),
      numberToBytes(nonce, { size: 8 }),
      vaultAddress === undefined ? Uint8Array.of(0) : concatBytes([Uint8Array.of(1), hexToBytes(vaultAddress)]),
      expiresAfter === undefined
        ? new Uint8Array()
        : concatBytes([Uint8Array.of(0), numberToBytes(expiresAfter, { size: 8 })]),
    ]),
  );
}
