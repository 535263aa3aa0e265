/** What an action of Hyperliquid is made of. Keys go on the wire in the order in which they stand. */
export type ActionValue =
  string | number | bigint | boolean | null | readonly ActionValue[] | { readonly [key: string]: ActionValue };

const UTF8 = new TextEncoder();
const UINT64_MAX = 2n ** 64n - 1n;

/**
 * MessagePack of an action, as its hash is taken of: the shortest form of each value, whole numbers alone (the venue's decimals
 * are text), and keys in their order (msgpack.org: Specification). Throws a RangeError for a number that no action has: actions are
 * made here and not read from outside.
 */
export function packAction(action: ActionValue): Uint8Array {
  const bytes: number[] = [];
  pack(action, bytes);
  return Uint8Array.from(bytes);
}

function pack(value: ActionValue, bytes: number[]): void {
  if (value === null) bytes.push(0xc0);
  else if (typeof value === 'boolean') bytes.push(value ? 0xc3 : 0xc2);
  else if (typeof value === 'string') packText(value, bytes);
  else if (typeof value === 'number' || typeof value === 'bigint') packWhole(value, bytes);
  else if (Array.isArray(value)) {
    const list = value as readonly ActionValue[];
    packLength(list.length, 0x90, 0xdc, bytes);
    for (const part of list) pack(part, bytes);
  } else {
    const entries = Object.entries(value);
    packLength(entries.length, 0x80, 0xde, bytes);
    for (const [key, part] of entries) {
      packText(key, bytes);
      pack(part, bytes);
    }
  }
}

function packText(text: string, bytes: number[]): void {
  const encoded = UTF8.encode(text);
  const { length } = encoded;
  if (length < 32) bytes.push(0xa0 | length);
  else if (length < 0x100) bytes.push(0xd9, length);
  else if (length < 0x10000) bytes.push(0xda, length >> 8, length & 0xff);
  else throw new RangeError(`Expected a text of an action below 64 KiB, was ${length} bytes.`);
  bytes.push(...encoded);
}

function packLength(length: number, short: number, long: number, bytes: number[]): void {
  if (length < 16) bytes.push(short | length);
  else if (length < 0x10000) bytes.push(long, length >> 8, length & 0xff);
  else throw new RangeError(`Expected at most 65535 parts of an action, were ${length}.`);
}

function packWhole(value: number | bigint, bytes: number[]): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`Expected a whole number in an action, was ${value}.`);
  }
  const whole = BigInt(value);
  if (whole < 0n || whole > UINT64_MAX) throw new RangeError(`Expected a number from 0 to 2^64 - 1, was ${whole}.`);
  if (whole < 0x80n) bytes.push(Number(whole));
  else if (whole < 0x100n) packBytes(0xcc, whole, 1, bytes);
  else if (whole < 0x10000n) packBytes(0xcd, whole, 2, bytes);
  else if (whole < 0x100000000n) packBytes(0xce, whole, 4, bytes);
  else packBytes(0xcf, whole, 8, bytes);
}

function packBytes(mark: number, whole: bigint, count: number, bytes: number[]): void {
  bytes.push(mark);
  for (let index = count - 1; index >= 0; index--) bytes.push(Number((whole >> BigInt(8 * index)) & 0xffn));
}
