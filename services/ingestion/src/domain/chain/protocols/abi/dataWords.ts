import type { AbiParameter } from 'viem';
import { intOfWord, isFilled, lowUint, uintOfWord, WORD_BYTES } from './wordBytes.js';

/** viem reads integers up to this width as numbers, and wider ones as bigints. */
export const NUMBER_BITS_MAX = 48;
const ADDRESS_BYTES = 20;

/** Reads the word that begins at a byte as the value of a type; undefined when no encoder writes that word for one. */
export type DataReader = (data: Buffer, at: number) => unknown;

/** How words of the type are read from data; undefined for a type that takes more than a word, or is elsewhere in the data. */
export function dataReader({ type }: AbiParameter): DataReader | undefined {
  if (type === 'address') return addressAt;
  if (type === 'bool') return boolAt;
  const [, kind, bits] = /^(uint|int|bytes)([0-9]+)$/.exec(type) ?? [];
  const width = Number(bits);
  if (kind === 'uint')
    return width <= NUMBER_BITS_MAX ? smallUintReader(width / 8) : (data, at) => uintAt(data, at, width);
  if (kind === 'int')
    return width <= NUMBER_BITS_MAX ? (data, at) => smallIntAt(data, at, width) : (data, at) => intAt(data, at, width);
  return kind === 'bytes' ? bytesReader(width) : undefined;
}

/** In lower case, as everything here names addresses. */
export function addressAt(data: Buffer, at: number): string | undefined {
  const start = at + WORD_BYTES - ADDRESS_BYTES;
  return isFilled(data, at, start, 0) ? `0x${data.toString('hex', start, at + WORD_BYTES)}` : undefined;
}

function boolAt(data: Buffer, at: number): boolean | undefined {
  const last = at + WORD_BYTES - 1;
  const value = data[last]!;
  return value <= 1 && isFilled(data, at, last, 0) ? value === 1 : undefined;
}

/** An integer of at least 0 that is wider than {@link NUMBER_BITS_MAX}. */
export function uintAt(data: Buffer, at: number, bits: number): bigint | undefined {
  return isFilled(data, at, at + WORD_BYTES - bits / 8, 0) ? uintOfWord(data, at) : undefined;
}

/** An integer in two's complement that is wider than {@link NUMBER_BITS_MAX}: all that lies above the sign is the sign. */
export function intAt(data: Buffer, at: number, bits: number): bigint | undefined {
  return isSigned(data, at, bits) ? intOfWord(data, at) : undefined;
}

/** An integer in two's complement of no more than {@link NUMBER_BITS_MAX}. */
export function smallIntAt(data: Buffer, at: number, bits: number): number | undefined {
  if (!isSigned(data, at, bits)) return undefined;
  const value = lowUint(data, at);
  return data[at]! >= 0x80 ? value - 2 ** NUMBER_BITS_MAX : value;
}

function isSigned(data: Buffer, at: number, bits: number): boolean {
  const start = at + WORD_BYTES - bits / 8;
  return isFilled(data, at, start, data[start]! >= 0x80 ? 0xff : 0);
}

function smallUintReader(bytes: number): DataReader {
  return (data, at) => (isFilled(data, at, at + WORD_BYTES - bytes, 0) ? lowUint(data, at) : undefined);
}

function bytesReader(bytes: number): DataReader {
  return (data, at) =>
    isFilled(data, at + bytes, at + WORD_BYTES, 0) ? `0x${data.toString('hex', at, at + bytes)}` : undefined;
}
