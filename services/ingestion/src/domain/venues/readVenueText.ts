import { VENUE_MESSAGE_BYTES_MAX } from './venueLimits.js';
import { type RawJsonResult, readRawJson } from './rawJson/readRawJson.js';

const utf8 = new TextDecoder('utf-8');

/** The JSON of a message's bytes, or why there is none. Bytes that are no UTF-8 come out as U+FFFD, which no venue writes. */
export function readVenueText(raw: Uint8Array): RawJsonResult {
  if (raw.length > VENUE_MESSAGE_BYTES_MAX) {
    return { ok: false, reason: `Expected at most ${VENUE_MESSAGE_BYTES_MAX} bytes, were ${raw.length}.` };
  }
  const text = utf8.decode(raw);
  if (text.includes('\uFFFD')) return { ok: false, reason: 'Expected UTF-8, found other bytes.' };
  // A byte for each character, and no character that stands for wrong bytes: all of it is ASCII.
  return readRawJson(text, raw);
}
