/**
 * The partition of a key: FNV-1a over its UTF-8 bytes, 32 bits, then modulo.
 * Ours, and not the broker client's, so that every log and every language deals keys alike.
 * Source: Fowler, Noll, Vo, http://www.isthe.com/chongo/tech/comp/fnv/ (offset basis 2166136261, prime 16777619).
 */
export function partitionOf(key: string, partitionCount: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash % partitionCount;
}
