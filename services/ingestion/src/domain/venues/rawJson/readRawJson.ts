import { keepShape } from '../keepShape.js';
import { VENUE_JSON_LEVELS_MAX } from '../venueLimits.js';
import { hashOfKey, knownKey, nextHash } from './knownKeys.js';

/** JSON whose numbers are kept as they were written: `JSON.parse` rounds them to doubles, and a decimal has to stay one. */
export type RawJson = null | boolean | string | readonly RawJson[] | RawObject;
export type RawObject = { readonly [key: string]: RawJson };

export type RawJsonResult =
  { readonly ok: true; readonly value: RawJson } | { readonly ok: false; readonly reason: string };

/**
 * Reads JSON (RFC 8259) with its numbers as text. A key that stands twice in an object is refused by name, since readers
 * differ on which one counts. A number and a text of the same digits read alike: venues write either. `ascii` are the bytes
 * of a text that has a byte for each character; looking at them is faster than at the characters.
 */
export function readRawJson(text: string, ascii?: Uint8Array): RawJsonResult {
  const reader = new RawJsonReader(text, ascii?.length === text.length ? ascii : codesOf(text));
  const value = reader.readValue(0);
  reader.skipSpace();
  if (reader.failure === '' && reader.at < text.length) reader.fail('the end');
  return reader.failure === '' ? { ok: true, value } : { ok: false, reason: reader.failure };
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const [MINUS, PLUS, POINT, ZERO, NINE] = [0x2d, 0x2b, 0x2e, 0x30, 0x39];
const [UPPER_E, LOWER_E, LOWER_F, LOWER_N, LOWER_T, LOWER_U] = [0x45, 0x65, 0x66, 0x6e, 0x74, 0x75];
const SPACE = 0x20;

const ESCAPED: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Assigning it would change what the object inherits from. */
const PROTOTYPE_BIT = 1 << hashOfKey('__proto__');

/** One pass over the text. The first failure stays; what is read after it means nothing. */
class RawJsonReader {
  at = 0;
  failure = '';
  private keyHash = 0;

  constructor(
    private readonly text: string,
    /** Of each character; past the end there is none, which is above and below nothing. */
    private readonly codes: Uint8Array | Uint16Array,
  ) {}

  fail(expected: string): null {
    if (this.failure === '') {
      const found = this.at < this.text.length ? JSON.stringify(this.text.slice(this.at, this.at + 20)) : 'the end';
      this.failure = `Expected ${expected} at ${this.at}, was ${found}.`;
    }
    this.at = this.text.length;
    return null;
  }

  skipSpace(): void {
    const { codes } = this;
    let at = this.at;
    // Venues write no spaces.
    if (at >= codes.length || codes[at]! > SPACE) return;
    for (let code = codes[at]!; code <= SPACE; code = codes[++at]!) {
      if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    }
    this.at = at;
  }

  readValue(level: number): RawJson {
    this.skipSpace();
    const code = this.codes[this.at]!;
    if (code === QUOTE) return this.readString();
    if (code === OPEN_BRACE) return level < VENUE_JSON_LEVELS_MAX ? this.readObject(level + 1) : this.failDeep();
    if (code === OPEN_BRACKET) return level < VENUE_JSON_LEVELS_MAX ? this.readArray(level + 1) : this.failDeep();
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.readNumber();
    if (code === LOWER_T) return this.readWord('true', true);
    if (code === LOWER_F) return this.readWord('false', false);
    if (code === LOWER_N) return this.readWord('null', null);
    return this.fail('a JSON value');
  }

  private failDeep(): null {
    return this.fail(`at most ${VENUE_JSON_LEVELS_MAX} levels of JSON`);
  }

  private readWord(word: string, value: boolean | null): RawJson {
    if (!this.text.startsWith(word, this.at)) return this.fail('a JSON value');
    this.at += word.length;
    return value;
  }

  private readObject(level: number): RawJson {
    const object: Record<string, RawJson> = {};
    // A bit for each hash of a key that was met: only a key whose bit is set may stand twice.
    let met = PROTOTYPE_BIT;
    this.at += 1;
    this.skipSpace();
    if (this.codes[this.at]! === CLOSE_BRACE) {
      this.at += 1;
      return object;
    }
    for (;;) {
      if (this.codes[this.at]! !== QUOTE) return this.fail('a key');
      const key = this.readKey();
      this.skipSpace();
      if (this.codes[this.at]! !== COLON) return this.fail('a colon');
      this.at += 1;
      const bit = 1 << this.keyHash;
      if ((met & bit) !== 0 && (key === '__proto__' || Object.hasOwn(object, key))) return this.failKey(key);
      met |= bit;
      object[key] = this.readValue(level);
      this.skipSpace();
      const code = this.codes[this.at]!;
      if (code !== COMMA && code !== CLOSE_BRACE) return this.fail('a comma or the end of the object');
      this.at += 1;
      if (code === CLOSE_BRACE) return object;
      this.skipSpace();
    }
  }

  /** Leaves the key's hash in `keyHash`. */
  private readKey(): string {
    const { text, codes } = this;
    const start = this.at + 1;
    let at = start;
    let hash = 0;
    let code = codes[at]!;
    while (code >= SPACE && code !== QUOTE && code !== BACKSLASH) {
      hash = nextHash(hash, code);
      code = codes[++at]!;
    }
    if (code === QUOTE) {
      this.keyHash = hash;
      this.at = at + 1;
      return knownKey(text, codes, start, at, hash);
    }
    const key = this.readString();
    this.keyHash = hashOfKey(key);
    return key;
  }

  private failKey(key: string): null {
    if (this.failure === '') this.failure = `Expected each key once, was ${JSON.stringify(key.slice(0, 80))} again.`;
    this.at = this.text.length;
    return null;
  }

  private readArray(level: number): RawJson {
    const array: RawJson[] = [];
    this.at += 1;
    this.skipSpace();
    if (this.codes[this.at]! === CLOSE_BRACKET) {
      this.at += 1;
      return array;
    }
    for (;;) {
      array.push(this.readValue(level));
      this.skipSpace();
      const code = this.codes[this.at]!;
      if (code !== COMMA && code !== CLOSE_BRACKET) return this.fail('a comma or the end of the array');
      this.at += 1;
      if (code === CLOSE_BRACKET) return array;
    }
  }

  private readNumber(): RawJson {
    const { text, codes } = this;
    const start = this.at;
    let at = codes[start]! === MINUS ? start + 1 : start;
    const first = at;
    at = digitsEnd(codes, at);
    const leadsWithZero = codes[first]! === ZERO && at > first + 1;
    if (at === first || leadsWithZero) return this.fail('a number');
    if (codes[at]! === POINT) {
      const fraction = at + 1;
      at = digitsEnd(codes, fraction);
      if (at === fraction) return this.fail('a number');
    }
    const code = codes[at]!;
    if (code === LOWER_E || code === UPPER_E) {
      const sign = codes[at + 1]!;
      const exponent = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
      at = digitsEnd(codes, exponent);
      if (at === exponent) return this.fail('a number');
    }
    this.at = at;
    return text.slice(start, at);
  }

  private readString(): string {
    const { text, codes } = this;
    const start = this.at + 1;
    let at = start;
    let code = codes[at]!;
    while (code >= SPACE && code !== QUOTE && code !== BACKSLASH) code = codes[++at]!;
    if (code === QUOTE) {
      this.at = at + 1;
      return text.slice(start, at);
    }
    if (code === BACKSLASH) return this.readEscaped(start, at);
    this.fail('the end of a text');
    return '';
  }

  /** A text with escapes, from its first one on. */
  private readEscaped(start: number, firstEscape: number): string {
    const { text, codes } = this;
    let read = text.slice(start, firstEscape);
    let at = firstEscape;
    for (;;) {
      const code = codes[at]!;
      if (code === QUOTE) {
        this.at = at + 1;
        return read;
      }
      if (code === BACKSLASH) {
        const isUnicode = codes[at + 1]! === LOWER_U;
        const hex = text.slice(at + 2, at + 6);
        const escaped = isUnicode ? unicodeOf(hex) : ESCAPED[text.charAt(at + 1)];
        if (escaped === undefined) break;
        read += escaped;
        at += isUnicode ? 6 : 2;
      } else if (code >= SPACE) {
        read += text.charAt(at);
        at += 1;
      } else break;
    }
    this.fail('the end of a text');
    return '';
  }
}

keepShape(new RawJsonReader('', new Uint8Array(0)));

function unicodeOf(hex: string): string | undefined {
  return /^[0-9a-fA-F]{4}$/.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : undefined;
}

function digitsEnd(codes: Uint8Array | Uint16Array, from: number): number {
  let at = from;
  for (let code = codes[at]!; code >= ZERO && code <= NINE; code = codes[++at]!);
  return at;
}

function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at);
  return codes;
}
