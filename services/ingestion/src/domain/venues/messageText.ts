import { VENUE_MESSAGE_BYTES_MAX } from './venueLimits.js';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a message, or why it has none. Never throws. */
export function messageText(
  raw: Uint8Array,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string } {
  if (raw.length > VENUE_MESSAGE_BYTES_MAX) {
    return { ok: false, reason: `Expected at most ${VENUE_MESSAGE_BYTES_MAX} bytes, were ${raw.length}.` };
  }
  try {
    return { ok: true, text: strictUtf8.decode(raw) };
  } catch {
    return { ok: false, reason: 'Expected UTF-8, found other bytes.' };
  }
}
