import { VENUE_MESSAGE_BYTES_MAX } from './venueLimits.js';

const utf8 = new TextDecoder('utf-8');

/** The text of a message's bytes, or why there is none. Bytes that are no UTF-8 come out as U+FFFD, which no venue writes. */
export function venueText(
  raw: Uint8Array,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string } {
  if (raw.length > VENUE_MESSAGE_BYTES_MAX) {
    return { ok: false, reason: `Expected at most ${VENUE_MESSAGE_BYTES_MAX} bytes, were ${raw.length}.` };
  }
  const text = utf8.decode(raw);
  return text.includes('\uFFFD') ? { ok: false, reason: 'Expected UTF-8, found other bytes.' } : { ok: true, text };
}
