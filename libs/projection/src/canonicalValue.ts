import type { Hash } from 'node:crypto';

/**
 * Feeds a value to a hash so that equal values give equal bytes: a tag, a length, the content; numbers as the bits of a
 * double, keys of objects sorted. V8's own serialisation is no good for that: it shows how a value happens to lie in
 * memory (a small integer or a double, an array with or without holes).
 */
export function hashValue(hash: Hash, value: unknown): void {
  switch (typeof value) {
    case 'undefined':
      hash.update('u');
      return;
    case 'boolean':
      hash.update(value ? 't' : 'f');
      return;
    case 'number':
      hash.update('n').update(doubleBits(value));
      return;
    case 'bigint':
      text(hash, 'i', value.toString());
      return;
    case 'string':
      text(hash, 's', value);
      return;
    case 'object':
      hashObject(hash, value);
      return;
    default:
      throw new TypeError(`Expected data in a row, was a ${typeof value}.`);
  }
}

function hashObject(hash: Hash, value: object | null): void {
  if (value === null) {
    hash.update('0');
  } else if (ArrayBuffer.isView(value)) {
    text(hash, 'v', Buffer.isBuffer(value) ? 'Uint8Array' : value.constructor.name);
    hash.update(`${value.byteLength}:`).update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (Array.isArray(value)) {
    hash.update(`a${value.length}:`);
    for (const item of value) hashValue(hash, item);
  } else if (value instanceof Map) {
    hash.update(`m${value.size}:`);
    for (const [key, item] of value) {
      hashValue(hash, key);
      hashValue(hash, item);
    }
  } else if (value instanceof Set) {
    hash.update(`e${value.size}:`);
    for (const item of value) hashValue(hash, item);
  } else {
    const names = Object.keys(value).sort();
    hash.update(`o${names.length}:`);
    for (const name of names) {
      text(hash, 'k', name);
      hashValue(hash, (value as Record<string, unknown>)[name]);
    }
  }
}

function text(hash: Hash, tag: string, value: string): void {
  hash.update(`${tag}${Buffer.byteLength(value)}:`).update(value);
}

function doubleBits(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
