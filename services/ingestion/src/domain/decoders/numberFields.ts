import { decimalToNumber, parseDecimal } from '@gimbal/money';
import { expected, type Field } from './fieldText.js';
import { type JsonObject, shown } from './jsonFields.js';

/** A range of doubles, both ends included. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** A JSON number in a range. `absent` stands for one that isn't there; without it the number has to be. */
export function jsonNumber(object: JsonObject, name: string, range: NumberRange, absent?: number): Field<number> {
  const value = object[name];
  if (value === undefined && absent !== undefined) return { ok: true, value: absent };
  if (typeof value !== 'number') return expected(name, 'a number', shown(value));
  return inRange(value, name, range);
}

/** A plain decimal written as text, as a double in a range. */
export function decimalNumber(object: JsonObject, name: string, range: NumberRange): Field<number> {
  const value = object[name];
  const parsed = typeof value === 'string' ? parseDecimal(value) : undefined;
  if (parsed?.ok !== true) return expected(name, 'a plain decimal as text', shown(value));
  return inRange(decimalToNumber(parsed.value), name, range);
}

/** JSON writes 1e999 too, which is no finite double. */
function inRange(value: number, name: string, { min, max }: NumberRange): Field<number> {
  const fits = value >= min && value <= max;
  return fits ? { ok: true, value } : expected(name, `a number from ${min} to ${max}`, String(value));
}

/** `2022-01-25T03:29:59.665Z`, UTC, as milliseconds since the Unix epoch. */
export function isoMillisField(object: JsonObject, name: string): Field<number> {
  const value = object[name];
  const what = 'a UTC time such as 2022-01-25T03:29:59.665Z';
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value)) {
    return expected(name, what, shown(value));
  }
  const millis = Date.parse(value);
  const exists = millis >= 0 && new Date(millis).toISOString() === value;
  return exists ? { ok: true, value: millis } : expected(name, what, value);
}
