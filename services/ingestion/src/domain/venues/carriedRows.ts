import { CARRIED_ROW_CHARS_MAX } from './venueLimits.js';
import { isRawList } from './rawJson/rawFields.js';
import { readRawJson } from './rawJson/readRawJson.js';

/** What sessions take over, as a text: rows of a key and its texts. A longer row is left out, and nothing shows a hole behind it. */
export function writeCarried(rows: readonly (readonly string[])[]): string {
  const kept = rows.filter((row) => row.reduce((chars, text) => chars + text.length, 0) <= CARRIED_ROW_CHARS_MAX);
  return kept.length === 0 ? '' : JSON.stringify(kept);
}

/** The rows of so many texts each; what is none isn't there. */
export function readCarried(carried: string, texts: number): readonly (readonly string[])[] {
  const read = readRawJson(carried);
  const rows = read.ok && isRawList(read.value) ? read.value : [];
  return rows.flatMap((row) => {
    const held = isRawList(row) ? row.filter((text) => typeof text === 'string') : [];
    return held.length === texts ? [held] : [];
  });
}
