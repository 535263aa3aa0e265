import { JSON_LEVELS_MAX } from './exactLimits.js';

/**
 * JSON with its numbers to the last digit, and no key said twice. `JSON.parse` reads 0.10 and 0.1 alike, rounds the 17th
 * digit away and lets the later of two equal keys win; a price or an id mustn't change on its way in.
 */
export type ExactValue = string | number | boolean | null | ExactNumber | ExactObject | readonly ExactValue[];

export interface ExactObject {
  readonly [key: string]: ExactValue;
}

/** A number whose text is another than JavaScript's of the same number. Any other is a `number`. */
export class ExactNumber {
  constructor(readonly text: string) {}
}

export type ExactJson =
  { readonly ok: true; readonly value: ExactValue } | { readonly ok: false; readonly reason: string };

/** Reads one JSON document. Never throws. */
export function readExactJson(text: string): ExactJson {
  const reader = new ExactReader(text);
  const value = reader.document();
  return reader.failure === undefined ? { ok: true, value } : { ok: false, reason: reader.failure };
}

export function isExactObject(value: ExactValue | undefined): value is ExactObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** The digits of a number as they were written, or a text as it stands; undefined for anything else. */
export function digitsOf(value: ExactValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value.toString();
  return value instanceof ExactNumber ? value.text : undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Whole numbers of so many digits are the same in float64 and print alike. */
const PLAIN_DIGITS_MAX = 15;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Fails once: after that every part returns at once, and the value is thrown away. */
class ExactReader {
  failure: string | undefined;
  private at = 0;
  private level = 0;

  constructor(private readonly text: string) {}

  document(): ExactValue {
    const value = this.value();
    this.skip();
    if (this.failure === undefined && this.at < this.text.length) this.fail('the end');
    return value;
  }

  private fail(expected: string): null {
    if (this.failure !== undefined) return null;
    const found = this.text.slice(this.at, this.at + 16);
    this.failure = `Expected ${expected} at character ${this.at}, was ${found === '' ? 'the end' : JSON.stringify(found)}.`;
    return null;
  }

  private skip(): void {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++this.at);
  }

  private value(): ExactValue {
    this.skip();
    const code = this.text.charCodeAt(this.at);
    if (code === QUOTE) return this.string();
    if (code === OPEN_OBJECT) return this.nested(CLOSE_OBJECT);
    if (code === OPEN_LIST) return this.nested(CLOSE_LIST);
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.number();
    return this.word();
  }

  /** A JSON of a thousand levels would be a deep recursion here and wherever it is walked. */
  private nested(close: number): ExactValue {
    if (this.level === JSON_LEVELS_MAX) return this.fail(`at most ${JSON_LEVELS_MAX} levels`);
    this.level++;
    this.at++;
    const value = close === CLOSE_OBJECT ? this.object() : this.list();
    this.level--;
    return value;
  }

  private object(): ExactValue {
    const { text } = this;
    // Without a prototype, so that "constructor" and "__proto__" are keys as any other.
    const object = Object.create(null) as Record<string, ExactValue>;
    this.skip();
    if (text.charCodeAt(this.at) === CLOSE_OBJECT) {
      this.at++;
      return object;
    }
    for (;;) {
      this.skip();
      if (text.charCodeAt(this.at) !== QUOTE) return this.fail('a key');
      const start = this.at;
      const key = this.string();
      this.skip();
      if (text.charCodeAt(this.at) !== COLON) return this.fail('a colon');
      this.at++;
      const value = this.value();
      if (this.failure !== undefined) return null;
      if (object[key] !== undefined) {
        this.at = start;
        return this.fail(`the key ${JSON.stringify(key.slice(0, 32))} once`);
      }
      object[key] = value;
      this.skip();
      const code = text.charCodeAt(this.at++);
      if (code === CLOSE_OBJECT) return object;
      if (code !== COMMA) {
        this.at--;
        return this.fail('a comma or the end of an object');
      }
    }
  }

  private list(): ExactValue {
    const { text } = this;
    const list: ExactValue[] = [];
    this.skip();
    if (text.charCodeAt(this.at) === CLOSE_LIST) {
      this.at++;
      return list;
    }
    for (;;) {
      list.push(this.value());
      if (this.failure !== undefined) return null;
      this.skip();
      const code = text.charCodeAt(this.at++);
      if (code === CLOSE_LIST) return list;
      if (code !== COMMA) {
        this.at--;
        return this.fail('a comma or the end of a list');
      }
    }
  }

  private string(): string {
    const { text } = this;
    const start = this.at + 1;
    const end = text.indexOf('"', start);
    if (end < 0) return this.fail('the end of a text') ?? '';
    for (let index = start; index < end; index++) {
      const code = text.charCodeAt(index);
      if (code === BACKSLASH || code < 0x20) return this.escapedString();
    }
    this.at = end + 1;
    return text.slice(start, end);
  }

  /** With escapes, seldom at a venue: the platform's own reading of the one text. */
  private escapedString(): string {
    const { text } = this;
    let end = this.at + 1;
    while (end < text.length && text.charCodeAt(end) !== QUOTE) end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
    const value = textValue(text.slice(this.at, end + 1));
    if (value === undefined) return this.fail('a text') ?? '';
    this.at = end + 1;
    return value;
  }

  private number(): ExactValue {
    const { text } = this;
    const start = this.at;
    let index = start;
    let code = text.charCodeAt(index);
    while (code >= ZERO && code <= NINE) code = text.charCodeAt(++index);
    const digits = index - start;
    // Most numbers of a venue are whole, short and positive: ids, times and counts.
    const isPlain = digits > 0 && digits <= PLAIN_DIGITS_MAX && code !== POINT && (code | 0x20) !== 0x65;
    if (isPlain && (digits === 1 || text.charCodeAt(start) !== ZERO)) {
      this.at = index;
      return Number(text.slice(start, index));
    }
    NUMBER.lastIndex = start;
    const match = NUMBER.exec(text);
    if (match === null) return this.fail('a number');
    this.at = NUMBER.lastIndex;
    const value = Number(match[0]);
    return value.toString() === match[0] ? value : new ExactNumber(match[0]);
  }

  private word(): ExactValue {
    const { text } = this;
    if (text.startsWith('true', this.at)) return this.took(4, true);
    if (text.startsWith('false', this.at)) return this.took(5, false);
    if (text.startsWith('null', this.at)) return this.took(4, null);
    return this.fail('a value');
  }

  private took(length: number, value: boolean | null): boolean | null {
    this.at += length;
    return value;
  }
}

function textValue(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
