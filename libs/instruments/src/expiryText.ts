import { parseFailure } from './parseFailure.js';
import type { Field } from './fields.js';

const EXPIRY_PATTERN = /^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z$/;

/** Milliseconds since 1970 as ISO 8601 basic format in UTC, `20230825T080000Z`. Parts of a second are not expressible. */
export function formatExpiry(expiryMs: number): string {
  return new Date(expiryMs)
    .toISOString()
    .replace(/\.[0-9]{3}Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
}

/** Reads what {@link formatExpiry} writes; refuses days and hours that no calendar has (the 31st of June, 24:00). */
export function expiryField(field: string, text: string): Field<number> {
  const parts = EXPIRY_PATTERN.exec(text)?.slice(1).map(Number);
  if (parts !== undefined) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
    const expiryMs = Date.UTC(year, month - 1, day, hour, minute, second);
    if (expiryMs > 0 && formatExpiry(expiryMs) === text) return { ok: true, value: expiryMs };
  }
  return { ok: false, failure: parseFailure(field, 'a UTC time after 1970 like 20230825T080000Z', text) };
}
