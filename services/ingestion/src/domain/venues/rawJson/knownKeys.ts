/** Places for keys, a power of two: the venues' messages have some three hundred different ones together. */
const PLACES = 2_048;
/** A longer one is no name of a field. */
const KEY_CHARS_MAX = 40;

/**
 * Keys that were met before, each at the place of its hash; a newer one takes the place. An object takes a key that it was
 * given before at half the cost of a text that was just cut out of a message. What is read doesn't rest on it.
 */
const known: string[] = Array.from({ length: PLACES }, () => '');

export function nextHash(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

export function hashOfKey(key: string): number {
  let hash = 0;
  for (let at = 0; at < key.length; at++) hash = nextHash(hash, key.charCodeAt(at));
  return hash;
}

/** The text from start to end, whose hash it is. */
export function knownKey(
  text: string,
  codes: Uint8Array | Uint16Array,
  start: number,
  end: number,
  hash: number,
): string {
  const place = (hash ^ (hash >>> 11)) & (PLACES - 1);
  const candidate = known[place]!;
  if (candidate.length === end - start && isAt(candidate, codes, start)) return candidate;
  const key = text.slice(start, end);
  if (key.length <= KEY_CHARS_MAX) known[place] = key;
  return key;
}

function isAt(key: string, codes: Uint8Array | Uint16Array, start: number): boolean {
  for (let at = 0; at < key.length; at++) if (key.charCodeAt(at) !== codes[start + at]) return false;
  return true;
}
