import { readRawJson } from '../rawJson/readRawJson.js';

/** Test support: a message in bytes that an index takes where it can, and in bytes that mean the same and that it never takes. */

const UTF8 = new TextEncoder();
const BYTE_ORDER_MARK = '\uFEFF';
/** In JSON without escapes a quote before a letter begins a text. */
const FIRST_LETTER = /"([A-Za-z_])/g;

export function asItIs(text: string): Uint8Array {
  return UTF8.encode(text);
}

/**
 * The same message for the whole path. A mark at its beginning stands before any message; where no problem names a place of the
 * text, the first letters of its keys and texts may be escaped as well: that of one, or those of all.
 */
export function forTheWholePath(text: string, way: number): Uint8Array {
  const letters = [...text.matchAll(FIRST_LETTER)];
  if (way % 3 === 0 || letters.length === 0 || text.includes('\\') || !namesNoPlace(text)) {
    return UTF8.encode(BYTE_ORDER_MARK + text);
  }
  const one = letters[way % letters.length]!.index;
  return UTF8.encode(
    text.replaceAll(FIRST_LETTER, (found: string, letter: string, at: number) =>
      way % 3 === 1 || at === one ? `"\\u00${letter.charCodeAt(0).toString(16)}` : found,
    ),
  );
}

function namesNoPlace(text: string): boolean {
  const read = readRawJson(text);
  return read.ok || read.reason.startsWith('Expected each key once');
}
