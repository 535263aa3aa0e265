import { parseFailure } from './parseFailure.js';
import type { ParseFailure } from './parseFailure.js';

/** A part of an id as text and, once parsed, its value or the reason why it has none. */
export type Field<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ParseFailure };

function matched(field: string, text: string, pattern: RegExp, expected: string): Field<string> {
  if (pattern.test(text)) return { ok: true, value: text };
  return { ok: false, failure: parseFailure(field, expected, text) };
}

/** Asset symbols keep their issuer's case and may carry a dot (USDC.e). */
export function symbolField(field: string, text: string): Field<string> {
  return matched(field, text, /^[A-Za-z0-9][A-Za-z0-9.]{0,31}$/, 'a symbol of 1 to 32 letters, digits or dots');
}

/** Venues and chains are our own names, so they have one spelling: lower case. */
export function nameField(field: string, text: string): Field<string> {
  return matched(field, text, /^[a-z][a-z0-9-]{0,31}$/, 'a lower-case name of 1 to 32 letters, digits or hyphens');
}

export function addressField(field: string, text: string): Field<string> {
  return matched(field, text, /^0x[0-9a-f]{40}$/, 'an address, 0x and 40 lower-case hexadecimal digits');
}

/** A Uniswap v4 pool has no address of its own: its id is the hash of its key. */
export function poolIdField(field: string, text: string): Field<string> {
  return matched(field, text, /^0x[0-9a-f]{64}$/, 'a pool id, 0x and 64 lower-case hexadecimal digits');
}

/** `ETH-USD` into underlying and quote. */
export function pairField(field: string, text: string): Field<{ underlying: string; quote: string }> {
  const [underlying = '', quote = '', ...rest] = text.split('-');
  if (rest.length === 0 && symbolField(field, underlying).ok && symbolField(field, quote).ok) {
    return { ok: true, value: { underlying, quote } };
  }
  return { ok: false, failure: parseFailure(field, 'a pair like ETH-USD', text) };
}

/**
 * A positive decimal in the one spelling that JavaScript prints for it, so that two ids never name one instrument
 * (1650, not 1650.0 or 1.65e3).
 */
export function positiveDecimalField(field: string, text: string): Field<number> {
  const value = Number(text);
  if (/^[0-9]+(\.[0-9]+)?$/.test(text) && value > 0 && String(value) === text) return { ok: true, value };
  return {
    ok: false,
    failure: parseFailure(field, 'a positive decimal without exponent or trailing zeros', text),
  };
}

export function tickField(field: string, text: string, tickMax: number): Field<number> {
  const value = Number(text);
  if (/^(0|-?[1-9][0-9]{0,5})$/.test(text) && Math.abs(value) <= tickMax) return { ok: true, value };
  return { ok: false, failure: parseFailure(field, `a tick between -${tickMax} and ${tickMax}`, text) };
}
