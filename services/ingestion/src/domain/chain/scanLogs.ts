import { CHAIN_LOGS_MAX } from '../../limits.js';
import { CheckedLog } from './checkedLog.js';
import { isHexAt, isLiteralAt, isSameAt, literal, type Literal, readHexAt } from './hexScan.js';

const ADDRESS = literal('{"address":"0x');
const TOPICS = literal('","topics":');
const FIRST_TOPIC = literal('["0x');
const NEXT_TOPIC = literal(',"0x');
const DATA = literal('],"data":"0x');
const INDEX = literal('","logIndex":');
const TRANSACTION = literal(',"transactionHash":"0x');
const [QUOTE, COMMA, OPENING_BRACKET, CLOSING_BRACKET, CLOSING_BRACE] = [0x22, 0x2c, 0x5b, 0x5d, 0x7d];
const ZERO = 0x30;
const ADDRESS_CHARS = 40;
const WORD_CHARS = 64;
const TOPICS_MAX = 4;
/** `,"0x`, the word, `"`. */
const OTHER_TOPIC_CHARS = 4 + WORD_CHARS + 1;
const UINT32_MAX = 2 ** 32 - 1;
const UINT32_DIGITS_MAX = 10;
const NO_DATA = Buffer.alloc(0);

export interface ScannedLogs {
  readonly logs: readonly CheckedLog[];
  /** Behind the list. */
  readonly end: number;
}

/**
 * Reads a list of logs from behind its opening bracket, as connectors write it: these names in this order, no spaces, lower case.
 * Undefined for any other list, right or wrong, and for an empty one: whoever asks reads those as JSON.
 */
export function scanLogs(bytes: Buffer, start: number): ScannedLogs | undefined {
  const scan = new LogScan(bytes, start);
  const logs: CheckedLog[] = [];
  for (let before = -1; logs.length < CHAIN_LOGS_MAX;) {
    const log = scan.log();
    if (log === undefined || log.logIndex <= before) return undefined;
    logs.push(log);
    before = log.logIndex;
    const next = bytes[scan.at++];
    if (next === CLOSING_BRACKET) return { logs, end: scan.at };
    if (next !== COMMA) return undefined;
  }
  return undefined;
}

interface SeenText {
  readonly at: number;
  readonly text: string;
}

class LogScan {
  at: number;
  private readonly bytes: Buffer;
  private readonly view: DataView;
  /** Addresses, first topics and transactions come again and again: a text is made once. By characters of it. */
  private readonly seen = new Map<number, SeenText>();

  constructor(bytes: Buffer, start: number) {
    this.at = start;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  log(): CheckedLog | undefined {
    const address = this.passes(ADDRESS, ADDRESS_CHARS) ? this.seenText(ADDRESS_CHARS) : undefined;
    if (address === undefined || !this.passes(TOPICS, 0)) return undefined;
    const topics = this.topics();
    if (topics === undefined || !this.passes(DATA, 0)) return undefined;
    const data = this.data();
    if (data === undefined || !this.passes(INDEX, 0)) return undefined;
    const logIndex = this.index();
    if (logIndex === undefined || !this.passes(TRANSACTION, WORD_CHARS)) return undefined;
    const transactionHash = this.seenText(WORD_CHARS);
    if (transactionHash === undefined) return undefined;
    if (this.bytes[this.at] !== QUOTE || this.bytes[this.at + 1] !== CLOSING_BRACE) return undefined;
    this.at += 2;
    return new CheckedLog(address, topics, data, logIndex, transactionHash);
  }

  /** Goes behind a text that stands here with at least so many characters after it. */
  private passes(text: Literal, charsAfter: number): boolean {
    const end = this.at + text.length;
    if (end + charsAfter > this.bytes.length || !isLiteralAt(this.view, this.at, text)) return false;
    this.at = end;
    return true;
  }

  /** The `0x` before this place and the digits from it on. */
  private seenText(chars: number): string | undefined {
    const at = this.at;
    this.at += chars;
    const key = this.view.getInt32(at + 4, true) ^ chars;
    const held = this.seen.get(key);
    if (held !== undefined && held.text.length === chars + 2 && isSameAt(this.view, held.at, at, chars)) {
      return held.text;
    }
    if (!isHexAt(this.view, at, chars)) return undefined;
    const text = this.bytes.toString('latin1', at - 2, at + chars);
    this.seen.set(key, { at, text });
    return text;
  }

  private topics(): string[] | undefined {
    if (this.bytes[this.at] === OPENING_BRACKET && this.bytes[this.at + 1] === CLOSING_BRACKET) {
      this.at++;
      return [];
    }
    const first = this.passes(FIRST_TOPIC, WORD_CHARS) ? this.seenText(WORD_CHARS) : undefined;
    if (first === undefined || this.bytes[this.at++] !== QUOTE) return undefined;
    const topics = [first];
    const from = this.at;
    while (this.bytes[this.at] === COMMA) {
      if (!this.passes(NEXT_TOPIC, WORD_CHARS) || !isHexAt(this.view, this.at, WORD_CHARS)) return undefined;
      this.at += WORD_CHARS;
      if (this.bytes[this.at++] !== QUOTE) return undefined;
    }
    const others = (this.at - from) / OTHER_TOPIC_CHARS;
    if (others === 0) return topics;
    if (others >= TOPICS_MAX) return undefined;
    const text = this.bytes.toString('latin1', from, this.at);
    for (let start = 2; start < text.length; start += OTHER_TOPIC_CHARS) {
      topics.push(text.slice(start, start + 2 + WORD_CHARS));
    }
    return topics;
  }

  private data(): Buffer | undefined {
    const end = this.bytes.indexOf(QUOTE, this.at);
    if (end === this.at) return NO_DATA;
    if (end === -1) return undefined;
    const data = Buffer.allocUnsafe((end - this.at) >>> 1);
    if (!readHexAt(this.view, this.at, end - this.at, data)) return undefined;
    this.at = end;
    return data;
  }

  private index(): number | undefined {
    const start = this.at;
    let value = 0;
    for (let digit = this.digit(); digit !== undefined; digit = this.digit()) value = value * 10 + digit;
    const digits = this.at - start;
    const isPlain = digits === 1 || (digits > 1 && digits <= UINT32_DIGITS_MAX && this.bytes[start] !== ZERO);
    return isPlain && value <= UINT32_MAX ? value : undefined;
  }

  private digit(): number | undefined {
    const value = (this.bytes[this.at] ?? 0) - ZERO;
    if (!(value >= 0 && value <= 9)) return undefined;
    this.at++;
    return value;
  }
}
