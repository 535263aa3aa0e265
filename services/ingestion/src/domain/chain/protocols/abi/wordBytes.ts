/** Reading of words of 32 bytes where they stand in data, without a text between. `at` is where the word begins. */

export const WORD_BYTES = 32;
/** The same eight bytes as two halves and as one number: a bigint that is loaded costs a tenth of one that is computed. */
const halves = new Uint32Array(2);
const unsigned = new BigUint64Array(halves.buffer);
const signed = new BigInt64Array(halves.buffer);
/** Where typed arrays keep the low half; it follows the processor. */
const LOW = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

/** Whether all of these bytes are `fill`, 0 or 255. */
export function isFilled(bytes: Uint8Array, from: number, to: number, fill: number): boolean {
  let difference = 0;
  for (let at = from; at < to; at++) difference |= bytes[at]! ^ fill;
  return difference === 0;
}

/** Four bytes, most significant first. */
function quarter(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function load(bytes: Uint8Array, at: number): void {
  halves[HIGH] = quarter(bytes, at);
  halves[LOW] = quarter(bytes, at + 4);
}

/** The word as a number of at least 0. */
export function uintOfWord(bytes: Uint8Array, at: number): bigint {
  let from = at;
  const last = at + WORD_BYTES - 8;
  while (from < last && isFilled(bytes, from, from + 8, 0)) from += 8;
  load(bytes, from);
  let value = unsigned[0]!;
  for (from += 8; from <= last; from += 8) {
    load(bytes, from);
    value = (value << 64n) | unsigned[0]!;
  }
  return value;
}

/** The word as a number in two's complement. */
export function intOfWord(bytes: Uint8Array, at: number): bigint {
  const isNegative = bytes[at]! >= 0x80;
  const last = at + WORD_BYTES - 8;
  if (!isNegative) return uintOfWord(bytes, at);
  if (!isFilled(bytes, at, last, 0xff) || bytes[last]! < 0x80) return BigInt.asIntN(256, uintOfWord(bytes, at));
  load(bytes, last);
  return signed[0]!;
}

/** The low six bytes as a number of at least 0, which a double holds. */
export function lowUint(bytes: Uint8Array, at: number): number {
  const last = at + WORD_BYTES - 4;
  return ((bytes[last - 2]! << 8) | bytes[last - 1]!) * 2 ** 32 + (quarter(bytes, last) >>> 0);
}
