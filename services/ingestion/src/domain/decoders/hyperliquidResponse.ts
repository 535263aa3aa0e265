import { expected, type Field } from './fieldText.js';
import { isObject, type JsonObject, shown } from './jsonFields.js';

const US_PER_MS = 1_000n;

/** One answer of the venue's `info` endpoint as it was recorded. */
export interface HyperliquidResponse {
  readonly answeredAtUs: bigint;
  /** Undefined for an answer to another question, whatever its form. */
  readonly response: JsonObject | undefined;
}

/**
 * Reads `{"request":{"type"},"date","response"}`, when it answers what is wanted. The venue's own `time` in milliseconds goes
 * before the header's date.
 */
export function hyperliquidResponse(object: JsonObject, wanted: string): Field<HyperliquidResponse> {
  const { request, response, date } = object;
  const asked = isObject(request) ? request['type'] : undefined;
  if (typeof asked !== 'string') return expected('request.type', 'a text', shown(asked));
  if (asked === wanted && !isObject(response)) return expected('response', 'an object', shown(response));
  const answer = asked === wanted && isObject(response) ? response : undefined;
  const millis = answer?.['time'] ?? (typeof date === 'string' ? Date.parse(date) : undefined);
  if (typeof millis !== 'number' || !Number.isSafeInteger(millis) || millis <= 0) {
    return expected('date', 'a date such as Mon, 27 Mar 2023 18:05:22 GMT', shown(date));
  }
  return { ok: true, value: { response: answer, answeredAtUs: BigInt(millis) * US_PER_MS } };
}

/** The venue prints numbers as text. */
export function venueNumber(object: JsonObject, name: string): Field<number> {
  const value = object[name];
  const number = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return { ok: true, value: number };
  return expected(name, 'a number', shown(value));
}
