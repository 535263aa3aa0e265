import { type Hex, hexToBytes, keccak256 } from 'viem';
import { BLOOM_BITS_KEPT_MAX } from '../limits.js';

/** A logs bloom of 2,048 bits (Yellow Paper 4.3.1), most significant byte first. */
export type LogsBloom = Uint8Array;

export function logsBloom(hex: Hex): LogsBloom {
  return hexToBytes(hex);
}

/** The three bits that an entry sets: the low 11 bits of the first three pairs of bytes of its Keccak-256. */
export function bloomBits(entry: Hex): readonly number[] {
  const held = known.get(entry);
  if (held !== undefined) return held;
  const digest = keccak256(entry, 'bytes');
  const bits = [0, 2, 4].map((at) => ((digest[at]! << 8) | digest[at + 1]!) & 2047);
  if (known.size >= BLOOM_BITS_KEPT_MAX) known.clear();
  known.set(entry, bits);
  return bits;
}

/** Contracts, events and most accounts come again and again, and a hash of one takes as long as folding a log. */
const known = new Map<Hex, readonly number[]>();

/** False when no log with the address or topic of these bits is in the block; true when there may be one. */
export function mayContain(bloom: LogsBloom, bits: readonly number[]): boolean {
  return bits.every((bit) => (bloom[255 - (bit >> 3)]! & (1 << (bit & 7))) !== 0);
}

/** Share of the bits that are set: an entry that isn't there is found by mistake with about its third power. */
export function fillOf(bloom: LogsBloom): number {
  let set = 0;
  for (const byte of bloom) for (let rest = byte; rest > 0; rest &= rest - 1) set++;
  return set / 2048;
}
