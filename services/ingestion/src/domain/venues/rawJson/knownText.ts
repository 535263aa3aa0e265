/**
 * A text that is looked for in messages: a key, or one of a few values. Comparing bytes with bytes costs a third of asking a text
 * for each of its characters.
 */
export class KnownText {
  /** One for each character, which is of ASCII in whatever is found. */
  readonly bytes: Uint8Array;
  readonly hash: number;

  constructor(readonly text: string) {
    this.bytes = Uint8Array.from(text, (character) => (character <= '\x7f' ? character.charCodeAt(0) : NEVER));
    this.hash = hashAt(this.bytes, 0, this.bytes.length);
  }

  /** Whether it stands at a place of an index's bytes; what stands behind it is for the caller to see. */
  standsAt(bytes: Uint8Array, start: number): boolean {
    const own = this.bytes;
    const { length } = own;
    for (let at = 0; at < length; at++) if (bytes[start + at] !== own[at]) return false;
    return true;
  }
}

/** A byte that an index of ASCII doesn't have. */
const NEVER = 0xff;

/** Of a text from start to end: of its length and three of its characters, since comparing two texts costs less than going over all. */
export function hashAt(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 0) return 0;
  return (length << 24) ^ (bytes[start]! << 16) ^ (bytes[start + (length >> 1)]! << 8) ^ bytes[end - 1]!;
}

/** The same of a text that is asked for. */
export function hashOf(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  const [first, middle, last] = [text.charCodeAt(0), text.charCodeAt(length >> 1), text.charCodeAt(length - 1)];
  return (length << 24) ^ (first << 16) ^ (middle << 8) ^ last;
}

/** Several of them by what they are. */
export function knownTexts<Text extends string>(...texts: readonly Text[]): Readonly<Record<Text, KnownText>> {
  return Object.fromEntries(texts.map((text) => [text, new KnownText(text)])) as Record<Text, KnownText>;
}
