import { parseDecimal } from '@gimbal/money';

/** A value read from text, or why it could not be. */
export type Field<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export const US_PER_SECOND = 1_000_000n;
export const US_PER_MINUTE = 60n * US_PER_SECOND;
/** 9999-12-31: beyond it a time is a wrong unit, and int64 microseconds come near their end. */
export const EPOCH_SECONDS_MAX = 253_402_300_799n;

/** `2023-08-17 21:45:00`, UTC, as microseconds; only whole minutes. */
export function minuteField(text: string, name: string): Field<bigint> {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}):00$/.exec(text);
  const iso = match === null ? '' : `${match[1]}T${match[2]}:00.000Z`;
  const millis = Date.parse(iso);
  if (Number.isNaN(millis) || millis < 0 || new Date(millis).toISOString() !== iso) {
    return expected(name, 'a whole minute such as 2023-08-17 21:45:00', text);
  }
  return { ok: true, value: BigInt(millis) * 1000n };
}

/** Seconds since the Unix epoch, as microseconds. */
export function epochSecondsField(text: string, name: string): Field<bigint> {
  const seconds = integerField(text, name, 0n, EPOCH_SECONDS_MAX);
  return seconds.ok ? { ok: true, value: seconds.value * US_PER_SECOND } : seconds;
}

/** A plain integer in a range. */
export function integerField(text: string, name: string, min: bigint, max: bigint): Field<bigint> {
  if (!/^-?(?:0|[1-9][0-9]{0,77})$/.test(text)) return expected(name, 'a whole number', text);
  const value = BigInt(text);
  return value < min || value > max ? expected(name, `a number from ${min} to ${max}`, text) : { ok: true, value };
}

/** A decimal as an integer with `decimals` decimals, exact: more digits than that are refused, never rounded. */
export function scaledField(text: string, name: string, decimals: number, min: bigint): Field<bigint> {
  const parsed = parseDecimal(text);
  if (!parsed.ok || parsed.value.scale > decimals) {
    return expected(name, `a plain decimal with at most ${decimals} decimals`, text);
  }
  const value = parsed.value.unscaled * 10n ** BigInt(decimals - parsed.value.scale);
  return value < min ? expected(name, `at least ${min} in units of 1e-${decimals}`, text) : { ok: true, value };
}

/** A decimal above zero, kept as its text. */
export function positiveDecimalField(text: string, name: string): Field<string> {
  const parsed = parseDecimal(text);
  if (!parsed.ok) return expected(name, 'a plain decimal', text);
  return parsed.value.unscaled > 0n ? { ok: true, value: text } : expected(name, 'a number above zero', text);
}

/** A decimal of at least zero, kept as its text. */
export function notNegativeDecimalField(text: string, name: string): Field<string> {
  const parsed = parseDecimal(text);
  if (!parsed.ok) return expected(name, 'a plain decimal', text);
  return parsed.value.unscaled >= 0n ? { ok: true, value: text } : expected(name, 'a number of at least zero', text);
}

/** Any decimal, kept as its text. */
export function signedDecimalField(text: string, name: string): Field<string> {
  return parseDecimal(text).ok ? { ok: true, value: text } : expected(name, 'a plain decimal', text);
}

export function expected(name: string, what: string, found: string): { readonly ok: false; readonly reason: string } {
  const shown = found.length > 80 ? `${found.slice(0, 80)}…` : found;
  return { ok: false, reason: `Expected ${what} in ${name}, was ${JSON.stringify(shown)}.` };
}

/** The cells of a CSV line without quoting, when there are as many as there should be. */
export function cellsOf(line: string, columns: readonly string[]): Field<readonly string[]> {
  const cells = line.split(',', columns.length + 1);
  if (cells.length !== columns.length) {
    return {
      ok: false,
      reason: `Expected ${columns.length} cells (${columns.join(',')}), were ${line.split(',').length}.`,
    };
  }
  return { ok: true, value: cells };
}
