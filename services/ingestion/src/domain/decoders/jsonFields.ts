import { epochSecondsField, expected, type Field } from './fieldText.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** No record of a feed has more levels. Deeper ones can be parsed, and neither walked nor written by recursion. */
const LEVELS_MAX = 64;

/** A line of JSON that holds one object. */
export function jsonObject(line: string): Field<JsonObject> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return expected('the line', 'a JSON object', line);
  }
  if (!isObject(value)) return expected('the line', 'a JSON object', line);
  return isNestedWithin(value, LEVELS_MAX)
    ? { ok: true, value }
    : expected('the line', `a JSON object of at most ${LEVELS_MAX} levels`, line);
}

function isNestedWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((part) => isNestedWithin(part, levels - 1));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that is not empty. */
export function textOf(object: JsonObject, name: string): Field<string> {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? { ok: true, value } : expected(name, 'a text', shown(value));
}

/** A number written as a JSON integer or as text; a JSON number beyond 2^53 has already lost digits and is refused. */
export function integerTextOf(object: JsonObject, name: string): Field<string> {
  const value = object[name];
  if (typeof value === 'string') return { ok: true, value };
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { ok: true, value: value.toString() };
  return expected(name, 'a whole number', shown(value));
}

/** `0x` and an even number of hexadecimal digits. */
export function hexOf(object: JsonObject, name: string): Field<string> {
  const text = textOf(object, name);
  if (!text.ok) return text;
  return /^0x(?:[0-9a-fA-F]{2})*$/.test(text.value) ? text : expected(name, 'hexadecimal bytes', text.value);
}

export function shown(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? 'missing');
}

/** Whole seconds since the Unix epoch, as a number or as text, in microseconds. */
export function epochSecondsOf(object: JsonObject, name: string): Field<bigint> {
  const text = integerTextOf(object, name);
  return text.ok ? epochSecondsField(text.value, name) : text;
}
