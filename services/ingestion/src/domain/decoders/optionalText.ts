import { expected, type Field } from './fieldText.js';
import { type JsonObject, shown } from './jsonFields.js';

/** A text that is read by `read` where it is there, and '' where it isn't. */
export function optionalText(
  object: JsonObject,
  name: string,
  read: (text: string, name: string) => Field<string>,
): Field<string> {
  const value = object[name];
  if (value === undefined) return { ok: true, value: '' };
  return typeof value === 'string' ? read(value, name) : expected(name, 'a decimal as text', shown(value));
}
