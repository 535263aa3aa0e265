import { isJson } from './isJson.ts';
import { jsonSlices } from './jsonSlices.ts';

/** A message without what recorders put around it. */
export interface Bare {
  readonly text: string;
  /** What was asked, where the recorder kept it. */
  readonly request?: string;
  readonly receivedAtUs?: bigint;
}

/** `2024-08-23T00:00:00.1234567Z {...}`: a local time before the message. */
const TIMED = /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z?[\s,]+(?=[{["])/;
const EPOCH_TIMED = /^(\d{13,19})[\s,]+(?=[{["])/;
/** Times in other spellings, which are left out. */
const OTHERWISE_TIMED = /^[\dTZ:.,\s+-]{1,64}(?=[{["])/;
const MESSAGES = ['message', 'msg', 'raw', 'payload', 'frame'];
/** Names under which recorders keep a message as well, and venues parts of one. */
const CONTENTS = [...MESSAGES, 'data', 'body', 'content', 'event', 'json', 'text', 'line', 'value'];
const LISTS = ['messages', 'frames', 'records', 'events', 'items'];
const TIMES = ['localTimestamp', 'local_timestamp', 'received_at', 'receivedAt', 'timestamp_local', 'ts'];
/** What no envelope has, and each message one of. */
const OF_VENUES = ['jsonrpc', 'channel', 'message_id', 'method', 'result'];
/** What recorders write into the items of their lists. */
const ITEMS = ['localTimestamp', 'request'];

/**
 * The messages of a line or document: tardis-dev's lines and records with a local time, recorded pairs of request and response,
 * lists of messages, messages written as text. Undefined where it's no JSON.
 */
export function unwrapDocument(document: string): readonly Bare[] | undefined {
  const timed = TIMED.exec(document);
  if (timed !== null) return unwrapAt(document.slice(timed[0].length), isoUs(timed[1]!, timed[2]));
  const counted = EPOCH_TIMED.exec(document);
  if (counted !== null) return unwrapAt(document.slice(counted[0].length), epochUs(counted[1]!));
  return unwrapAt(document.slice(OTHERWISE_TIMED.exec(document)?.[0].length ?? 0), undefined);
}

function unwrapAt(text: string, receivedAtUs: bigint | undefined): readonly Bare[] | undefined {
  if (!isJson(text)) return undefined;
  const time = receivedAtUs === undefined ? {} : { receivedAtUs };
  if (text.startsWith('"')) return unwrapAt(JSON.parse(text) as string, receivedAtUs) ?? [{ text, ...time }];
  const { kind, parts } = jsonSlices(text);
  if (kind === 'object') return unwrapObject(text, parts, time);
  // [local time, message], or a list of messages with envelopes; other lists are answers.
  const items = [...parts.values()];
  if (items.length === 2) {
    const timed = `${unquoted(items[0]!)} ${items[1]!}`;
    if (TIMED.test(timed) || EPOCH_TIMED.test(timed)) return unwrapDocument(timed);
  }
  if (kind === 'array' && areEnveloped(text)) {
    return items.flatMap((item) => unwrapAt(item, receivedAtUs) ?? []);
  }
  return [{ text, ...time }];
}

function unwrapObject(
  text: string,
  parts: ReadonlyMap<string, string>,
  time: { readonly receivedAtUs?: bigint },
): readonly Bare[] | undefined {
  const [request, response] = [parts.get('request'), parts.get('response')];
  if (request !== undefined && response !== undefined) {
    const body = bodyOf(response);
    return [{ text: body, request, ...time }];
  }
  const list = LISTS.find((one) => parts.has(one) && areEnveloped(parts.get(one)!));
  if (list !== undefined) return unwrapAt(parts.get(list)!, time.receivedAtUs);
  const inner = OF_VENUES.some((one) => parts.has(one)) ? undefined : innerMessage(parts);
  const name = inner ?? MESSAGES.find((one) => parts.has(one));
  const at = TIMES.map((one) => parts.get(one)).find((one) => one !== undefined);
  const isWrapped = inner !== undefined || (name !== undefined && at !== undefined && parts.size <= 6);
  if (!isWrapped) return [{ text, ...time }];
  const timed = at === undefined ? null : TIMED.exec(`${unquoted(at)} {`);
  return unwrapAt(parts.get(name!)!, timed === null ? time.receivedAtUs : isoUs(timed[1]!, timed[2]));
}

/** The member that is a whole message by itself, whatever stands beside it. */
function innerMessage(parts: ReadonlyMap<string, string>): string | undefined {
  return CONTENTS.find((name) => {
    const value = parts.get(name);
    if (value === undefined || !/^["{]/.test(value)) return false;
    const text = unquoted(value);
    return isJson(text) && isEnveloped(text);
  });
}

/** Cassettes keep the body of a response as text. */
function bodyOf(response: string): string {
  const { kind, parts } = jsonSlices(response);
  const body = kind === 'object' && parts.has('status') ? parts.get('body') : undefined;
  if (body === undefined) return response;
  const string = jsonSlices(body).parts.get('string') ?? body;
  return string.startsWith('"') ? (JSON.parse(string) as string) : string;
}

function areEnveloped(list: string): boolean {
  const { kind, parts } = jsonSlices(list);
  return kind === 'array' && parts.size > 0 && [...parts.values()].every(isEnveloped);
}

function isEnveloped(item: string): boolean {
  const { parts } = jsonSlices(item);
  const has = (name: string): boolean => parts.has(name);
  return (
    [...ITEMS, ...OF_VENUES].some(has) || innerMessage(parts) !== undefined || (MESSAGES.some(has) && TIMES.some(has))
  );
}

function unquoted(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

function isoUs(second: string, fraction = ''): bigint {
  return BigInt(Date.parse(`${second.replace(' ', 'T')}Z`)) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Milliseconds, microseconds or nanoseconds, by how many digits there are. */
function epochUs(digits: string): bigint {
  if (digits.length <= 13) return BigInt(digits) * 1000n;
  return digits.length <= 16 ? BigInt(digits) : BigInt(digits) / 1000n;
}
