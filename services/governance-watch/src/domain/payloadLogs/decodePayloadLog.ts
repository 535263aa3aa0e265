import { ACTIONS_MAX } from '../../limits.js';
import { AbiReader, hexOf } from './abiReader.js';
import { type PayloadEvent, payloadEventOf } from './eventSignatures.js';

/** What a payload will do; calls carry empty data by convention, so it says nothing about the parameters. */
export interface PayloadAction {
  readonly target: string;
  readonly withDelegateCall: boolean;
  readonly accessLevel: number;
  readonly value: bigint;
  readonly signature: string;
  readonly callData: string;
}

export type DecodedPayloadLog =
  | {
      readonly kind: 'created';
      readonly payloadId: bigint;
      readonly creator: string;
      readonly maximumAccessLevel: number;
      readonly actions: readonly PayloadAction[];
    }
  | { readonly kind: Exclude<PayloadEvent, 'created'>; readonly payloadId: bigint }
  /** A log of another event: the controller has more than these four. */
  | { readonly kind: 'other' }
  | { readonly kind: 'refused'; readonly reason: string };

const WORD_BYTES = 32;
/** Head of an action: target, delegate call, access level, value, and where its two dynamic fields begin. */
const ACTION_HEAD_BYTES = 6 * WORD_BYTES;
const TOPIC_COUNTS: Readonly<Record<PayloadEvent, number>> = { created: 4, queued: 1, executed: 1, cancelled: 1 };
const WORD = /^0x[0-9a-f]{64}$/i;

/**
 * Decodes a log of a payloads controller; never throws. Strict: only the bytes that a compiler would have written pass,
 * so a truncated log, trailing bytes, dirty padding or a pointer elsewhere is refused, and says what was expected.
 */
export function decodePayloadLog(topics: readonly string[], data: Uint8Array): DecodedPayloadLog {
  const event = payloadEventOf(topics[0]);
  if (event === undefined) return { kind: 'other' };
  if (topics.length !== TOPIC_COUNTS[event]) {
    return refused(`Expected ${TOPIC_COUNTS[event]} topics of a ${event} payload, were ${topics.length}.`);
  }
  const unread = topics.find((topic) => !WORD.test(topic));
  if (unread !== undefined) return refused(`Expected topics of 32 bytes, was ${JSON.stringify(unread.slice(0, 80))}.`);
  return event === 'created' ? decodeCreated(topics, data) : decodeMoved(event, data);
}

function decodeMoved(kind: Exclude<PayloadEvent, 'created'>, data: Uint8Array): DecodedPayloadLog {
  const reader = new AbiReader(data);
  const payloadId = reader.uint(40, 'payloadId');
  reader.end();
  return reader.failure === undefined ? { kind, payloadId } : refused(reader.failure);
}

function decodeCreated(topics: readonly string[], data: Uint8Array): DecodedPayloadLog {
  const indexed = new AbiReader(bytesOf(topics.slice(1)));
  const payloadId = indexed.uint(40, 'payloadId');
  const creator = indexed.address('creator');
  const maximumAccessLevel = Number(indexed.uint(8, 'maximumAccessLevelRequired'));
  const reader = new AbiReader(data);
  const actions = readActions(reader);
  reader.end();
  const failure = indexed.failure ?? reader.failure;
  return failure === undefined
    ? { kind: 'created', payloadId, creator, maximumAccessLevel, actions }
    : refused(failure);
}

function readActions(reader: AbiReader): readonly PayloadAction[] {
  reader.offset(WORD_BYTES, 'the offset of the actions');
  const count = reader.length(ACTIONS_MAX, 'actions');
  const start = reader.position;
  // Where each action begins is known only when those before it were read, so the pointers are checked afterwards.
  const offsets = Array.from({ length: count }, (_, i) => reader.uint(256, `the offset of action ${i}`));
  const actions: PayloadAction[] = [];
  for (const [i, offset] of offsets.entries()) {
    const found = BigInt(reader.position - start);
    if (reader.failure === undefined && offset !== found) {
      reader.failure = `Expected the offset of action ${i} to be ${found}, was ${offset}.`;
    }
    actions.push(readAction(reader));
  }
  return actions;
}

function readAction(reader: AbiReader): PayloadAction {
  const start = reader.position;
  const target = reader.address('target');
  const withDelegateCall = reader.bool('withDelegateCall');
  const accessLevel = Number(reader.uint(8, 'accessLevel'));
  const value = reader.uint(256, 'value');
  reader.offset(ACTION_HEAD_BYTES, 'the offset of the signature');
  const callDataOffset = reader.uint(256, 'the offset of the call data');
  const signature = new TextDecoder().decode(reader.dynamicBytes('signature'));
  const found = BigInt(reader.position - start);
  if (reader.failure === undefined && callDataOffset !== found) {
    reader.failure = `Expected the offset of the call data to be ${found}, was ${callDataOffset}.`;
  }
  const callData = `0x${hexOf(reader.dynamicBytes('callData'))}`;
  return { target, withDelegateCall, accessLevel, value, signature, callData };
}

function bytesOf(words: readonly string[]): Uint8Array {
  const digits = words.map((word) => word.slice(2)).join('');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

function refused(reason: string): DecodedPayloadLog {
  return { kind: 'refused', reason };
}
