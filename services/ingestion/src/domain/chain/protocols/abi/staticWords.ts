import type { AbiParameter } from 'viem';
import { NUMBER_BITS_MAX } from './dataWords.js';

const WORD_CHARS = 64;
const ZEROS = '0'.repeat(WORD_CHARS);
const ONES = 'f'.repeat(WORD_CHARS);

/** Reads a word as the value of a type; undefined when no encoder writes that word for a value of the type. */
export type WordReader = (word: string) => unknown;

/** How words of the type are read; undefined for a type that takes more than a word, or is elsewhere in the data. */
export function wordReader({ type }: AbiParameter): WordReader | undefined {
  if (type === 'address') return addressOf;
  if (type === 'bool') return boolOf;
  const [, kind, width] = /^(uint|int|bytes)([0-9]+)$/.exec(type) ?? [];
  if (kind === 'uint') return uintReader(Number(width));
  if (kind === 'int') return intReader(Number(width));
  return kind === 'bytes' ? bytesReader(Number(width)) : undefined;
}

/** In lower case, as everything here names addresses. */
function addressOf(word: string): string | undefined {
  return word.startsWith(ZEROS.slice(0, 24)) ? `0x${word.slice(24)}` : undefined;
}

function boolOf(word: string): boolean | undefined {
  if (!word.startsWith(ZEROS.slice(1))) return undefined;
  const last = word.charAt(WORD_CHARS - 1);
  return last === '1' ? true : last === '0' ? false : undefined;
}

function uintReader(bits: number): WordReader {
  const padding = ZEROS.slice(0, WORD_CHARS - bits / 4);
  const start = padding.length;
  if (bits <= NUMBER_BITS_MAX) {
    return (word) => (word.startsWith(padding) ? Number.parseInt(word.slice(start), 16) : undefined);
  }
  return (word) => (word.startsWith(padding) ? BigInt(`0x${word.slice(start)}`) : undefined);
}

/** Two's complement: all that lies above the sign is the sign. */
function intReader(bits: number): WordReader {
  const start = WORD_CHARS - bits / 4;
  const modulus = 1n << BigInt(bits);
  return (word) => {
    const isNegative = Number.parseInt(word.charAt(start), 16) >= 8;
    if (!word.startsWith((isNegative ? ONES : ZEROS).slice(0, start))) return undefined;
    const unsigned = BigInt(`0x${word.slice(start)}`);
    const value = isNegative ? unsigned - modulus : unsigned;
    return bits <= NUMBER_BITS_MAX ? Number(value) : value;
  };
}

function bytesReader(bytes: number): WordReader {
  const padding = ZEROS.slice(bytes * 2);
  return (word) => (word.endsWith(padding) ? `0x${word.slice(0, bytes * 2)}` : undefined);
}
