import { endOfText, jsonTokens } from './jsonTokens.ts';

/** The raw text of the parts of a JSON value, so that digits stay as they were written. */
export interface JsonSlices {
  readonly kind: 'object' | 'array' | 'other';
  /** Members of an object by their names; of an array by their places. */
  readonly parts: ReadonlyMap<string, string>;
}

/** Cuts an object or an array into the text of its parts. The text has to be JSON already: nothing is checked. */
export function jsonSlices(json: string): JsonSlices {
  const text = json.trim();
  const [open, close] = [text[0], text.at(-1)];
  if (open === '[' && close === ']') {
    return { kind: 'array', parts: new Map(partsOf(text).map((part, place) => [String(place), part])) };
  }
  if (open !== '{' || close !== '}') return { kind: 'other', parts: new Map() };
  const members = partsOf(text).map((part): [string, string] => {
    const key = part.slice(0, endOfText(part, 0));
    return [JSON.parse(key) as string, part.slice(part.indexOf(':', key.length) + 1).trim()];
  });
  return { kind: 'object', parts: new Map(members) };
}

/** What stands between the commas of the outermost level. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 1;
  for (const { token, index } of jsonTokens(text)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    const isEnd = depth === 0 && (token === '}' || token === ']');
    if (!isEnd && !(depth === 1 && token === ',')) continue;
    const part = text.slice(start, index).trim();
    if (part !== '') parts.push(part);
    start = index + 1;
  }
  return parts;
}
