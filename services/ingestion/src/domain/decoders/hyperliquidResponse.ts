import { expected, type Field } from './fieldText.js';
import { isObject, type JsonObject, shown } from './jsonFields.js';

const US_PER_MS = 1_000n;

/** One answer of the venue's `info` endpoint as it was recorded: what was asked, when it was answered, and the answer. */
export interface HyperliquidResponse {
  readonly asked: string;
  readonly answeredAtUs: bigint;
  readonly response: JsonObject;
}

/** Reads `{"request":{"type"},"date","response"}`. The venue's own `time` in milliseconds goes before the header's date. */
export function hyperliquidResponse(object: JsonObject): Field<HyperliquidResponse> {
  const { request, response, date } = object;
  const asked = isObject(request) ? request['type'] : undefined;
  if (typeof asked !== 'string') return expected('request.type', 'a text', shown(asked));
  if (!isObject(response)) return expected('response', 'an object', shown(response));
  const millis = response['time'] ?? (typeof date === 'string' ? Date.parse(date) : undefined);
  if (typeof millis !== 'number' || !Number.isSafeInteger(millis) || millis <= 0) {
    return expected('date', 'a date such as Mon, 27 Mar 2023 18:05:22 GMT', shown(date));
  }
  return { ok: true, value: { asked, response, answeredAtUs: BigInt(millis) * US_PER_MS } };
}

/** The venue prints numbers as text. */
export function venueNumber(object: JsonObject, name: string): Field<number> {
  const value = object[name];
  const number = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return { ok: true, value: number };
  return expected(name, 'a number', shown(value));
}
