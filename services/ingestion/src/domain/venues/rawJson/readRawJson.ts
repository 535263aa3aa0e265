import { VENUE_JSON_LEVELS_MAX } from '../venueLimits.js';
import { hashOfKey, knownKey, nextHash } from './knownKeys.js';

/** JSON whose numbers are kept as they were written: `JSON.parse` rounds them to doubles, and a decimal has to stay one. */
export type RawJson = null | boolean | string | readonly RawJson[] | RawObject;
export type RawObject = { readonly [key: string]: RawJson };

export type RawJsonResult =
  { readonly ok: true; readonly value: RawJson } | { readonly ok: false; readonly reason: string };

/**
 * Reads JSON (RFC 8259) with its numbers as text. A key that stands twice in an object is refused by name, since readers
 * differ on which one counts. A number and a text of the same digits read alike: venues write either.
 */
export function readRawJson(text: string): RawJsonResult {
  const reader = new RawJsonReader(text);
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

  constructor(private readonly text: string) {}

  fail(expected: string): null {
    if (this.failure === '') {
      const found = this.at < this.text.length ? JSON.stringify(this.text.slice(this.at, this.at + 20)) : 'the end';
      this.failure = `Expected ${expected} at ${this.at}, was ${found}.`;
    }
    this.at = this.text.length;
    return null;
  }

  skipSpace(): void {
    const { text } = this;
    let at = this.at;
    for (let code = text.charCodeAt(at); code <= SPACE; code = text.charCodeAt(++at)) {
      if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    }
    this.at = at;
  }

  readValue(level: number): RawJson {
    this.skipSpace();
    const code = this.text.charCodeAt(this.at);
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
    if (this.text.charCodeAt(this.at) === CLOSE_BRACE) {
      this.at += 1;
      return object;
    }
    for (;;) {
      if (this.text.charCodeAt(this.at) !== QUOTE) return this.fail('a key');
      const key = this.readKey();
      this.skipSpace();
      if (this.text.charCodeAt(this.at) !== COLON) return this.fail('a colon');
      this.at += 1;
      const bit = 1 << this.keyHash;
      if ((met & bit) !== 0 && (key === '__proto__' || Object.hasOwn(object, key))) return this.failKey(key);
      met |= bit;
      object[key] = this.readValue(level);
      this.skipSpace();
      const code = this.text.charCodeAt(this.at);
      if (code !== COMMA && code !== CLOSE_BRACE) return this.fail('a comma or the end of the object');
      this.at += 1;
      if (code === CLOSE_BRACE) return object;
      this.skipSpace();
    }
  }

  /** Leaves the key's hash in `keyHash`. */
  private readKey(): string {
    const { text } = this;
    const start = this.at + 1;
    let at = start;
    let hash = 0;
    let code = text.charCodeAt(at);
    while (code >= SPACE && code !== QUOTE && code !== BACKSLASH) {
      hash = nextHash(hash, code);
      code = text.charCodeAt(++at);
    }
    if (code === QUOTE) {
      this.keyHash = hash;
      this.at = at + 1;
      return knownKey(text, start, at, hash);
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
    if (this.text.charCodeAt(this.at) === CLOSE_BRACKET) {
      this.at += 1;
      return array;
    }
    for (;;) {
      array.push(this.readValue(level));
      this.skipSpace();
      const code = this.text.charCodeAt(this.at);
      if (code !== COMMA && code !== CLOSE_BRACKET) return this.fail('a comma or the end of the array');
      this.at += 1;
      if (code === CLOSE_BRACKET) return array;
    }
  }

  private readNumber(): RawJson {
    const { text } = this;
    const start = this.at;
    let at = text.charCodeAt(start) === MINUS ? start + 1 : start;
    const first = at;
    at = digitsEnd(text, at);
    const leadsWithZero = text.charCodeAt(first) === ZERO && at > first + 1;
    if (at === first || leadsWithZero) return this.fail('a number');
    if (text.charCodeAt(at) === POINT) {
      const fraction = at + 1;
      at = digitsEnd(text, fraction);
      if (at === fraction) return this.fail('a number');
    }
    const code = text.charCodeAt(at);
    if (code === LOWER_E || code === UPPER_E) {
      const sign = text.charCodeAt(at + 1);
      const exponent = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
      at = digitsEnd(text, exponent);
      if (at === exponent) return this.fail('a number');
    }
    this.at = at;
    return text.slice(start, at);
  }

  private readString(): string {
    const { text } = this;
    const start = this.at + 1;
    let at = start;
    let code = text.charCodeAt(at);
    // Past the end the code is NaN, which is above nothing.
    while (code >= SPACE && code !== QUOTE && code !== BACKSLASH) code = text.charCodeAt(++at);
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
    const { text } = this;
    let read = text.slice(start, firstEscape);
    let at = firstEscape;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return read;
      }
      if (code === BACKSLASH) {
        const isUnicode = text.charCodeAt(at + 1) === LOWER_U;
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

function unicodeOf(hex: string): string | undefined {
  return /^[0-9a-fA-F]{4}$/.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : undefined;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(++at));
  return at;
}
