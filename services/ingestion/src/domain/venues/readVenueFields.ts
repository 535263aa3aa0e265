import { keepShape } from './keepShape.js';
import { IndexedFields } from './rawJson/indexedFields.js';
import { isRawObject, RawFields, shownRaw } from './rawJson/rawFields.js';
import { RawIndex } from './rawJson/rawIndex.js';
import { readRawJson } from './rawJson/readRawJson.js';
import { venueText } from './venueText.js';

export type VenueFields =
  { readonly ok: true; readonly fields: RawFields } | { readonly ok: false; readonly reason: string };

/** One for all messages, which are read one after another. */
const index = new RawIndex();
keepShape(new IndexedFields(index, 0));

/** The fields of a message that is one object, or why it is none. They are to be read before the next message is. */
export function readVenueFields(raw: Uint8Array): VenueFields {
  const text = venueText(raw);
  if (!text.ok) return text;
  if (index.read(text.text, raw) && index.isObject) return { ok: true, fields: new IndexedFields(index, 0) };
  const json = readRawJson(text.text, raw);
  if (!json.ok) return json;
  if (isRawObject(json.value)) return { ok: true, fields: new RawFields(json.value) };
  return { ok: false, reason: `Expected an object, was ${shownRaw(json.value)}.` };
}

/** The index of a message that is one object, until the next is read; undefined for the few that have to be read whole. */
export function indexVenueMessage(raw: Uint8Array): RawIndex | undefined {
  const text = venueText(raw);
  return text.ok && index.read(text.text, raw) && index.isObject ? index : undefined;
}
