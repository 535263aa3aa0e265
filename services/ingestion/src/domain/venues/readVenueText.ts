import { type RawJsonResult, readRawJson } from './rawJson/readRawJson.js';
import { venueText } from './venueText.js';

/** The JSON of a message's bytes, or why there is none. */
export function readVenueText(raw: Uint8Array): RawJsonResult {
  const read = venueText(raw);
  // A byte for each character, and no character that stands for wrong bytes: all of it is ASCII.
  return read.ok ? readRawJson(read.text, raw) : read;
}
