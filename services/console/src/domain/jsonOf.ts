import type { Jsonified } from '../page/wire/jsonified.js';

/** A message of the contract in the shape of `Jsonified`; see there for the mapping. */
export function jsonOf<T>(message: T): Jsonified<T> {
  return plain(message) as Jsonified<T>;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}
