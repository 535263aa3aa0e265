import type { ProtocolRow } from '../protocolFold.js';

/** A word of the pool manager's storage that was read. */
export interface StorageWordRow extends ProtocolRow {
  readonly protocol: 'uniswap-v4-manager';
  readonly kind: 'v4_word';
  /** The block at whose end it was that. */
  readonly number: bigint;
  readonly word: bigint;
}

/** By the slot alone: a chain has one pool manager. */
export function storageWordKey(slot: string): string {
  return `uniswap-v4-manager/storage/${slot}`;
}
