import { MARGIN_JSON_CHARS_MAX } from '../limits.js';
import type { Shape, ShapeResult } from './shape.js';

/** A value from JSON as text, or the first thing in it that isn't as expected. */
export function readJson<Value>(shape: Shape<Value>, text: string): ShapeResult<Value> {
  if (text.length > MARGIN_JSON_CHARS_MAX) {
    const expected = `at most ${MARGIN_JSON_CHARS_MAX} characters`;
    return { ok: false, failure: { code: 'TooLarge', field: '', expected, found: String(text.length) } };
  }
  const json = parsed(text);
  return json.ok ? shape.read(json.value, '') : json;
}

/** The one text of a value: fields in the order of the shape, records in that of their names, no white space. */
export function writeJson<Value>(shape: Shape<Value>, value: Value): string {
  return JSON.stringify(shape.write(value));
}

/** The language's own parser says no in one way only. */
function parsed(text: string): ShapeResult<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    const found = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    return { ok: false, failure: { code: 'NotJson', field: '', expected: 'JSON', found: JSON.stringify(found) } };
  }
}
