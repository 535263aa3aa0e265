import { VENUE_JSON_LEVELS_MAX } from '../venueLimits.js';
import { INDEX_BYTES_MAX, INDEX_MEMBERS_MAX, INDEX_NODES_MAX, NAME_CHARS_MAX, NAMES_PLACES } from './indexLimits.js';
import { nextHash } from './knownKeys.js';
import { hashAt, hashOf, KnownText } from './knownText.js';
import { RawDecimal } from './rawDecimal.js';
import { isRawObject } from './rawFields.js';
import { type RawJson, type RawObject, readRawJson } from './readRawJson.js';

const [SPACE, EXCLAMATION, QUOTE, COMMA, COLON] = [0x20, 0x21, 0x22, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const [MINUS, PLUS, POINT, ZERO, NINE] = [0x2d, 0x2b, 0x2e, 0x30, 0x39];
const [UPPER_E, LOWER_E, LOWER_F, LOWER_N, LOWER_T] = [0x45, 0x65, 0x66, 0x6e, 0x74];
const PROTOTYPE = new KnownText('__proto__');
const NO_OBJECT: RawObject = {};

/** What stands at a node of an index. */
export const OBJECT_NODE = 1;
export const LIST_NODE = 2;
/** Start and end are those of its characters, without the quotes. */
export const TEXT_NODE = 3;
/** A number without an exponent: a plain decimal but for its length. */
export const NUMBER_NODE = 4;
/** A number with an exponent, `true` or `false`. */
export const OTHER_NODE = 5;
export const NULL_NODE = 6;

/** No such node, or a text that can't be indexed. */
export const NOWHERE = -1;

/**
 * Where each value of one JSON text stands, in the order in which they begin: no object, list or text is made of what nobody
 * asks for, and numbers stay the digits that were written. It takes a part of what `readRawJson` takes, and nothing else: no
 * escapes, nothing beyond ASCII, no key that may stand twice, no more than its arrays have places for. What it doesn't take
 * has to be read by `readRawJson`, which says why where it is refused. Each text takes the place of the one before it.
 */
export class RawIndex {
  text = '';
  /** The characters, and a zero behind them, which ends whatever is being read there. */
  readonly bytes = new Uint8Array(INDEX_BYTES_MAX + 1);
  readonly kinds = new Uint8Array(INDEX_NODES_MAX);
  readonly starts = new Int32Array(INDEX_NODES_MAX);
  readonly ends = new Int32Array(INDEX_NODES_MAX);
  /** The node after a value and all that is in it. */
  readonly nexts = new Int32Array(INDEX_NODES_MAX);
  /** Of a member of an object, where its key begins, and the key's hash. */
  readonly keyStarts = new Int32Array(INDEX_NODES_MAX);
  readonly keyHashes = new Int32Array(INDEX_NODES_MAX);
  /** The decimal that was read last. */
  readonly decimal = new RawDecimal();
  private readonly names: string[] = Array.from({ length: NAMES_PLACES }, () => '');
  private count = 0;

  /** Whether the text could be indexed; its value is node 0 then. `raw` are its bytes, which are UTF-8. */
  read(text: string, raw: Uint8Array): boolean {
    const { length } = raw;
    // A byte for each character of UTF-8 is ASCII.
    if (length !== text.length || length > INDEX_BYTES_MAX || text.includes('\\')) return false;
    this.bytes.set(raw);
    this.bytes[length] = 0;
    this.text = text;
    this.count = 0;
    const end = this.readValue(this.skipSpace(0), 0, 0, 0);
    return end !== NOWHERE && this.skipSpace(end) === length;
  }

  /** Whether the text that was read is an object. */
  get isObject(): boolean {
    return this.kinds[0] === OBJECT_NODE;
  }

  private skipSpace(from: number): number {
    const { bytes } = this;
    let at = from;
    for (let code = bytes[at]!; code === SPACE || code === 0x0a || code === 0x0d || code === 0x09; code = bytes[++at]!);
    return at;
  }

  /** Each reading gives the place behind what was read, or `NOWHERE`. */
  private readValue(at: number, level: number, keyStart: number, keyHash: number): number {
    const { bytes } = this;
    const node = this.count;
    if (node >= INDEX_NODES_MAX) return NOWHERE;
    this.count = node + 1;
    this.keyStarts[node] = keyStart;
    this.keyHashes[node] = keyHash;
    const code = bytes[at]!;
    if (code === QUOTE) {
      const end = this.textEnd(at + 1);
      return end === NOWHERE ? NOWHERE : this.close(node, TEXT_NODE, at + 1, end, end + 1);
    }
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.readNumber(node, at);
    if (code === OPEN_BRACKET) return level < VENUE_JSON_LEVELS_MAX ? this.readList(node, at, level + 1) : NOWHERE;
    if (code === OPEN_BRACE) return level < VENUE_JSON_LEVELS_MAX ? this.readObject(node, at, level + 1) : NOWHERE;
    if (code === LOWER_N) return this.readWord(node, NULL_NODE, at, 'null');
    if (code === LOWER_T) return this.readWord(node, OTHER_NODE, at, 'true');
    return code === LOWER_F ? this.readWord(node, OTHER_NODE, at, 'false') : NOWHERE;
  }

  private close(node: number, kind: number, start: number, end: number, behind: number): number {
    this.kinds[node] = kind;
    this.starts[node] = start;
    this.ends[node] = end;
    this.nexts[node] = this.count;
    return behind;
  }

  private textEnd(from: number): number {
    const { bytes } = this;
    let at = from;
    let code = bytes[at]!;
    while (code > QUOTE || code === SPACE || code === EXCLAMATION) code = bytes[++at]!;
    return code === QUOTE ? at : NOWHERE;
  }

  private readWord(node: number, kind: number, at: number, word: string): number {
    if (!this.text.startsWith(word, at)) return NOWHERE;
    const end = at + word.length;
    return this.close(node, kind, at, end, end);
  }

  private readNumber(node: number, start: number): number {
    const { bytes } = this;
    const first = bytes[start]! === MINUS ? start + 1 : start;
    let at = first;
    let code = bytes[at]!;
    while (code >= ZERO && code <= NINE) code = bytes[++at]!;
    if (at === first || (bytes[first]! === ZERO && at > first + 1)) return NOWHERE;
    if (code === POINT) {
      const fraction = at + 1;
      code = bytes[++at]!;
      while (code >= ZERO && code <= NINE) code = bytes[++at]!;
      if (at === fraction) return NOWHERE;
    }
    if (code !== LOWER_E && code !== UPPER_E) return this.close(node, NUMBER_NODE, start, at, at);
    code = bytes[++at]!;
    if (code === PLUS || code === MINUS) code = bytes[++at]!;
    const exponent = at;
    while (code >= ZERO && code <= NINE) code = bytes[++at]!;
    return at === exponent ? NOWHERE : this.close(node, OTHER_NODE, start, at, at);
  }

  private readList(node: number, start: number, level: number): number {
    const { bytes } = this;
    let at = start + 1;
    if (bytes[at]! <= SPACE) at = this.skipSpace(at);
    if (bytes[at]! === CLOSE_BRACKET) return this.close(node, LIST_NODE, start, at + 1, at + 1);
    for (;;) {
      at = this.readValue(at, level, 0, 0);
      if (at === NOWHERE) return NOWHERE;
      if (bytes[at]! <= SPACE) at = this.skipSpace(at);
      const code = bytes[at++]!;
      if (code === CLOSE_BRACKET) return this.close(node, LIST_NODE, start, at, at);
      if (code !== COMMA) return NOWHERE;
      if (bytes[at]! <= SPACE) at = this.skipSpace(at);
    }
  }

  private readObject(node: number, start: number, level: number): number {
    const { bytes } = this;
    let at = start + 1;
    if (bytes[at]! <= SPACE) at = this.skipSpace(at);
    if (bytes[at]! === CLOSE_BRACE) return this.close(node, OBJECT_NODE, start, at + 1, at + 1);
    // A bit for each hash of a key that was met: only a key whose bit is set may stand twice.
    let met = PROTOTYPE_BIT;
    for (let members = 1; ; members++) {
      if (bytes[at]! !== QUOTE || members > INDEX_MEMBERS_MAX) return NOWHERE;
      const keyStart = ++at;
      let code = bytes[at]!;
      while (code > QUOTE || code === SPACE || code === EXCLAMATION) code = bytes[++at]!;
      if (code !== QUOTE) return NOWHERE;
      const hash = hashAt(bytes, keyStart, at);
      const bit = bitOf(hash);
      if ((met & bit) !== 0 && this.mayNotStand(node, keyStart, hash)) return NOWHERE;
      met |= bit;
      code = bytes[++at]!;
      if (code <= SPACE) code = bytes[(at = this.skipSpace(at))]!;
      if (code !== COLON) return NOWHERE;
      if (bytes[++at]! <= SPACE) at = this.skipSpace(at);
      at = this.readValue(at, level, keyStart, hash);
      if (at === NOWHERE) return NOWHERE;
      if (bytes[at]! <= SPACE) at = this.skipSpace(at);
      code = bytes[at++]!;
      if (code === CLOSE_BRACE) return this.close(node, OBJECT_NODE, start, at, at);
      if (code !== COMMA) return NOWHERE;
      if (bytes[at]! <= SPACE) at = this.skipSpace(at);
    }
  }

  /** Whether an object that is being read has the key already, or it would change what an object inherits from. */
  private mayNotStand(object: number, keyStart: number, hash: number): boolean {
    const { bytes, keyHashes, keyStarts, nexts } = this;
    if (hash === PROTOTYPE.hash) return true;
    for (let member = object + 1; member < this.count; member = nexts[member]!) {
      if (keyHashes[member] !== hash) continue;
      let [at, other] = [keyStart, keyStarts[member]!];
      for (; bytes[at] === bytes[other] && bytes[at] !== QUOTE; at++) other++;
      if (bytes[at] === QUOTE && bytes[other] === QUOTE) return true;
    }
    return false;
  }

  /** The member of an object with this key, or `NOWHERE`. */
  memberOf(object: number, key: KnownText): number {
    const { bytes, keyHashes, keyStarts, nexts } = this;
    const { hash } = key;
    const end = nexts[object]!;
    for (let at = object + 1; at < end; at = nexts[at]!) {
      if (keyHashes[at] !== hash) continue;
      const start = keyStarts[at]!;
      if (key.standsAt(bytes, start) && bytes[start + key.bytes.length] === QUOTE) return at;
    }
    return NOWHERE;
  }

  /** The same by a key that is at hand as a text, such as the name of a field. */
  memberNamed(object: number, key: string): number {
    const { keyHashes, nexts } = this;
    const hash = hashOf(key);
    const end = nexts[object]!;
    for (let at = object + 1; at < end; at = nexts[at]!) {
      if (keyHashes[at] === hash && this.hasKey(at, key)) return at;
    }
    return NOWHERE;
  }

  private hasKey(node: number, key: string): boolean {
    const start = this.keyStarts[node]!;
    return this.standsAt(start, key) && this.bytes[start + key.length] === QUOTE;
  }

  private standsAt(start: number, text: string): boolean {
    const { bytes } = this;
    const { length } = text;
    for (let at = 0; at < length; at++) if (bytes[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  /**
   * The characters of a text that comes again and again, such as the name of an instrument, as one text for all of them: a map
   * finds it sooner, and no message is kept for it. Those that were met last are remembered.
   */
  name(node: number): string {
    const { bytes } = this;
    const start = this.starts[node]!;
    const end = this.ends[node]!;
    // Names of a venue have as many characters as others, and the same at most places.
    let hash = 0;
    for (let at = start; at < end; at++) hash = nextHash(hash, bytes[at]!);
    const place = (hash ^ (hash >>> 11)) & (NAMES_PLACES - 1);
    const known = this.names[place]!;
    if (known.length === end - start && this.standsAt(start, known)) return known;
    const name = this.text.slice(start, end);
    if (name.length <= NAME_CHARS_MAX) this.names[place] = name;
    return name;
  }

  /** The key of a member of an object. */
  key(node: number): string {
    const start = this.keyStarts[node]!;
    return this.text.slice(start, this.text.indexOf('"', start));
  }

  /** The characters of a text or a number; those of anything else as they stand. */
  slice(node: number): string {
    return this.text.slice(this.starts[node], this.ends[node]);
  }

  /** Whether a text or number is a plain decimal, which `decimal` then has; false for what is long, which may be one all the same. */
  readDecimal(node: number): boolean {
    const kind = this.kinds[node]!;
    return (
      (kind === NUMBER_NODE || kind === TEXT_NODE) &&
      this.decimal.read(this.bytes, this.starts[node]!, this.ends[node]!)
    );
  }

  /** Whether it is a decimal without a sign. */
  readAmount(node: number): boolean {
    return this.readDecimal(node) && !this.decimal.isNegative;
  }

  /** Whether a text is this one. */
  isText(node: number, text: KnownText): boolean {
    const start = this.starts[node]!;
    const isAsLong = this.ends[node]! - start === text.bytes.length;
    return isAsLong && this.kinds[node] === TEXT_NODE && text.standsAt(this.bytes, start);
  }

  /** The value at a node, as `readRawJson` gives it. */
  raw(node: number): RawJson {
    const kind = this.kinds[node]!;
    if (kind === TEXT_NODE || kind === NUMBER_NODE) return this.slice(node);
    if (kind === NULL_NODE) return null;
    const read = readRawJson(this.slice(node));
    return read.ok ? read.value : null;
  }

  /** That of an object. */
  object(node: number): RawObject {
    const value = this.raw(node);
    return isRawObject(value) ? value : NO_OBJECT;
  }
}

const PROTOTYPE_BIT = bitOf(PROTOTYPE.hash);

function bitOf(hash: number): number {
  return 1 << (hash ^ (hash >>> 6) ^ (hash >>> 17) ^ (hash >>> 24));
}
