import { type Hex, hexToBytes, keccak256 } from 'viem';

/** A logs bloom of 2,048 bits (Yellow Paper 4.3.1), most significant byte first. */
export type LogsBloom = Uint8Array;

export function logsBloom(hex: Hex): LogsBloom {
  return hexToBytes(hex);
}

/** The three bits that an entry sets: the low 11 bits of the first three pairs of bytes of its Keccak-256. */
export function bloomBits(entry: Hex): readonly number[] {
  const digest = keccak256(entry, 'bytes');
  return [0, 2, 4].map((at) => ((digest[at]! << 8) | digest[at + 1]!) & 2047);
}

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
