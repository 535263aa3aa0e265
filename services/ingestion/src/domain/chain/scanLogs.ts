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
const DATA_WORDS_TRIED = 8;
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
  const scan: LogScan = { bytes, view: viewOf(bytes), at: start, seen: new Map() };
  const logs: CheckedLog[] = [];
  for (let before = -1; logs.length < CHAIN_LOGS_MAX;) {
    const log = logAt(scan);
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

/**
 * Where a reading stands. It is a literal since a collection of garbage that finds no object of a class takes the code away that was
 * compiled for it, and between two frames there is none.
 */
interface LogScan {
  readonly bytes: Buffer;
  readonly view: DataView;
  at: number;
  /** Addresses, first topics and transactions come again and again: a text is made once. By characters of it. */
  readonly seen: Map<number, SeenText>;
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function logAt(scan: LogScan): CheckedLog | undefined {
  const address = passes(scan, ADDRESS, ADDRESS_CHARS) ? seenText(scan, ADDRESS_CHARS) : undefined;
  if (address === undefined || !passes(scan, TOPICS, 0)) return undefined;
  const topics = topicsAt(scan);
  if (topics === undefined || !passes(scan, DATA, 0)) return undefined;
  const data = dataAt(scan);
  if (data === undefined || !passes(scan, INDEX, 0)) return undefined;
  const logIndex = indexAt(scan);
  if (logIndex === undefined || !passes(scan, TRANSACTION, WORD_CHARS)) return undefined;
  const transactionHash = seenText(scan, WORD_CHARS);
  if (transactionHash === undefined) return undefined;
  if (scan.bytes[scan.at] !== QUOTE || scan.bytes[scan.at + 1] !== CLOSING_BRACE) return undefined;
  scan.at += 2;
  return new CheckedLog(address, topics, data, logIndex, transactionHash);
}

/** Goes behind a text that stands here with at least so many characters after it. */
function passes(scan: LogScan, text: Literal, charsAfter: number): boolean {
  const end = scan.at + text.length;
  if (end + charsAfter > scan.bytes.length || !isLiteralAt(scan.view, scan.at, text)) return false;
  scan.at = end;
  return true;
}

/** The `0x` before this place and the digits from it on. */
function seenText(scan: LogScan, chars: number): string | undefined {
  const at = scan.at;
  scan.at += chars;
  const key = scan.view.getInt32(at + 4, true) ^ chars;
  const held = scan.seen.get(key);
  if (held !== undefined && held.text.length === chars + 2 && isSameAt(scan.view, held.at, at, chars)) {
    return held.text;
  }
  if (!isHexAt(scan.view, at, chars)) return undefined;
  const text = scan.bytes.toString('latin1', at - 2, at + chars);
  scan.seen.set(key, { at, text });
  return text;
}

function topicsAt(scan: LogScan): string[] | undefined {
  const { bytes, view } = scan;
  if (bytes[scan.at] === OPENING_BRACKET && bytes[scan.at + 1] === CLOSING_BRACKET) {
    scan.at++;
    return [];
  }
  const first = passes(scan, FIRST_TOPIC, WORD_CHARS) ? seenText(scan, WORD_CHARS) : undefined;
  if (first === undefined || bytes[scan.at++] !== QUOTE) return undefined;
  const from = scan.at;
  while (bytes[scan.at] === COMMA) {
    if (!passes(scan, NEXT_TOPIC, WORD_CHARS) || !isHexAt(view, scan.at, WORD_CHARS)) return undefined;
    scan.at += WORD_CHARS;
    if (bytes[scan.at++] !== QUOTE) return undefined;
  }
  if (scan.at === from) return [first];
  return withOthers(first, bytes.toString('latin1', from, scan.at));
}

/** The first topic and those that follow it in a text of them; arrays that grow would have room for many. */
function withOthers(first: string, text: string): string[] | undefined {
  const others = text.length / OTHER_TOPIC_CHARS;
  const second = text.slice(2, 4 + WORD_CHARS);
  if (others === 1) return [first, second];
  const third = text.slice(2 + OTHER_TOPIC_CHARS, 4 + WORD_CHARS + OTHER_TOPIC_CHARS);
  if (others === 2) return [first, second, third];
  if (others > TOPICS_MAX - 1) return undefined;
  return [first, second, third, text.slice(2 + 2 * OTHER_TOPIC_CHARS, 4 + WORD_CHARS + 2 * OTHER_TOPIC_CHARS)];
}

function dataAt(scan: LogScan): Buffer | undefined {
  const { bytes, at } = scan;
  // Data are words nearly always, and then the quote behind them is found without a look at what is between.
  let end = at;
  while (end < at + DATA_WORDS_TRIED * WORD_CHARS && bytes[end] !== QUOTE) end += WORD_CHARS;
  if (end === at) return NO_DATA;
  return (bytes[end] === QUOTE ? dataTo(scan, end) : undefined) ?? dataTo(scan, bytes.indexOf(QUOTE, at));
}

function dataTo(scan: LogScan, end: number): Buffer | undefined {
  if (end === -1) return undefined;
  const chars = end - scan.at;
  const data = Buffer.allocUnsafe(chars >>> 1);
  if (!readHexAt(scan.view, scan.at, chars, data)) return undefined;
  scan.at = end;
  return data;
}

function indexAt(scan: LogScan): number | undefined {
  const start = scan.at;
  let value = 0;
  for (let digit = digitAt(scan); digit !== undefined; digit = digitAt(scan)) value = value * 10 + digit;
  const digits = scan.at - start;
  const isPlain = digits === 1 || (digits > 1 && digits <= UINT32_DIGITS_MAX && scan.bytes[start] !== ZERO);
  return isPlain && value <= UINT32_MAX ? value : undefined;
}

function digitAt(scan: LogScan): number | undefined {
  const value = (scan.bytes[scan.at] ?? 0) - ZERO;
  if (!(value >= 0 && value <= 9)) return undefined;
  scan.at++;
  return value;
}
