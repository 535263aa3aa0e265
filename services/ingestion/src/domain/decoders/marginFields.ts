import { isMarginEngineId, type MarginEngineId, marginEngines } from '@gimbal/margin';
import { expected, type Field, integerField } from './fieldText.js';
import { integerTextOf, isObject, type JsonObject, shown } from './jsonFields.js';

/** 9999-12-31 in microseconds: beyond it a time is a wrong unit. */
const MAX_TIME_US = 253_402_300_799_999_999n;

/** A time in microseconds since the Unix epoch, above zero. */
export function microsField(object: JsonObject, name: string): Field<bigint> {
  const text = integerTextOf(object, name);
  return text.ok ? integerField(text.value, name, 1n, MAX_TIME_US) : text;
}

/** The same, or zero where it isn't said. */
export function optionalMicrosField(object: JsonObject, name: string): Field<bigint> {
  return object[name] === undefined ? { ok: true, value: 0n } : microsField(object, name);
}

/** An engine of libs/margin by its id. */
export function engineField(object: JsonObject, name: string): Field<MarginEngineId> {
  const value = object[name];
  if (typeof value === 'string' && isMarginEngineId(value)) return { ok: true, value };
  return expected(name, `an engine of ${Object.keys(marginEngines).join(', ')}`, shown(value));
}

/** An object of the engine, as the text that its reader takes. */
export function engineText(object: JsonObject, name: string): Field<string> {
  const value = object[name];
  return isObject(value) ? { ok: true, value: JSON.stringify(value) } : expected(name, 'an object', shown(value));
}

/** Any text, empty where it isn't said. */
export function optionalText(object: JsonObject, name: string): Field<string> {
  const value = object[name] ?? '';
  return typeof value === 'string' ? { ok: true, value } : expected(name, 'a text', shown(value));
}

/** Names of assets, each once. */
export function assetsField(object: JsonObject, name: string): Field<readonly string[]> {
  const value = object[name];
  const isList =
    Array.isArray(value) && value.length <= ASSETS_MAX && value.every((one) => typeof one === 'string' && one !== '');
  if (!isList || new Set(value).size !== value.length) {
    return expected(name, `a list of at most ${ASSETS_MAX} assets, each once`, shown(value));
  }
  return { ok: true, value: value as readonly string[] };
}

/** The same, or none where they aren't said. */
export function optionalAssets(object: JsonObject, name: string): Field<readonly string[]> {
  return object[name] === undefined ? { ok: true, value: [] } : assetsField(object, name);
}

/** True or false, false where it isn't said. */
export function optionalFlag(object: JsonObject, name: string): Field<boolean> {
  const value = object[name] ?? false;
  return typeof value === 'boolean' ? { ok: true, value } : expected(name, 'true or false', shown(value));
}

/** A market has 128 reserves at most. */
const ASSETS_MAX = 128;
