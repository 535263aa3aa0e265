import {
  type Abi,
  type AbiEvent,
  type AbiParameter,
  type ContractEventName,
  decodeEventLog,
  type DecodeEventLogReturnType,
  encodeAbiParameters,
  type Hex,
  toEventSelector,
} from 'viem';
import type { ContractLog } from '../../chainFact.js';
import { CheckedLog } from '../../checkedLog.js';
import { type StaticEventReader, staticEventReader } from './staticEvent.js';
import { ABI_BYTES_MAX, TOPICS_MAX } from './limits.js';
import { type Refusal, refusal, shown } from './reading.js';

export type EventOf<abi extends Abi> = DecodeEventLogReturnType<abi, ContractEventName<abi>>;

export type EventReading<abi extends Abi> = { readonly kind: 'event'; readonly event: EventOf<abi> } | Refusal;

/** What a decoder looks at of a log. */
export type EvmLog = Pick<ContractLog, 'address' | 'topics' | 'data'>;

/** Reads the logs of a contract by the events of its interface. It never throws, whatever the log is. */
export function eventReader<const abi extends Abi>(abi: abi): (log: EvmLog) => EventReading<abi> {
  const events = new Map<string, KnownEvent>(
    abi
      .filter((item): item is AbiEvent => item.type === 'event')
      .map((item) => [toEventSelector(item), { item, readStatic: staticEventReader(item) }]),
  );
  return (log) => readLog<abi>(events, log);
}

interface KnownEvent {
  readonly item: AbiEvent;
  readonly readStatic: StaticEventReader | undefined;
}

const WORD = /^0x[0-9a-fA-F]{64}$/;

function readLog<const abi extends Abi>(events: ReadonlyMap<string, KnownEvent>, log: EvmLog): EventReading<abi> {
  const [selector = ''] = log.topics;
  if (!hasWords(log)) {
    const found = shown(log.topics.join());
    return refusal('malformed_log', `Expected at most ${TOPICS_MAX} topics of 32 bytes, was ${found}.`);
  }
  if (log.data.length > ABI_BYTES_MAX) {
    return refusal('malformed_log', `Expected at most ${ABI_BYTES_MAX} bytes of data, were ${log.data.length}.`);
  }
  const topics = log instanceof CheckedLog ? log.topics : log.topics.map((topic) => topic.toLowerCase());
  const known = topics[0] === undefined ? undefined : events.get(topics[0]);
  if (known === undefined) {
    return refusal('unknown_event', `Expected an event of the contract's interface, was ${shown(selector)}.`);
  }
  const data = bufferOf(log.data);
  const { item, readStatic } = known;
  const read =
    readStatic === undefined ? exactArguments(item, topics as [Hex, ...Hex[]], hexOf(data)) : readStatic(topics, data);
  if (read !== undefined) return { kind: 'event', event: { eventName: item.name, args: read.args } as EventOf<abi> };
  const found = shown(`${topics.slice(1).join()} ${hexOf(data)}`);
  return refusal('undecodable_log', `Expected topics and data of ${item.name}, was ${found}.`);
}

/** Whether the topics are words, at most four. */
export function hasWords(log: EvmLog): boolean {
  return (
    log instanceof CheckedLog || (log.topics.length <= TOPICS_MAX && log.topics.every((topic) => WORD.test(topic)))
  );
}

/** The same bytes; those of a log are a buffer already. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function hexOf(data: Buffer): Hex {
  return `0x${data.toString('hex')}`;
}

function exactArguments(item: AbiEvent, topics: [Hex, ...Hex[]], data: Hex): { readonly args: unknown } | undefined {
  // The decoder of viem throws at what it can't read; here that is an answer like any other.
  try {
    // Of a whole interface it would hash every event to find this one.
    const { args } = decodeEventLog({ abi: [item], topics, data, strict: true }) as { readonly args: unknown };
    // Padding that isn't zero, words too many: no compiler writes them, so such a log isn't what its topic says.
    return sameWords(item, args, topics, data) ? { args } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the values, encoded again, are the log. */
function sameWords(event: AbiEvent, args: unknown, topics: readonly Hex[], data: Hex): boolean {
  const valueOf = argumentsOf(event, args);
  const plain = event.inputs.filter((input) => input.indexed !== true);
  const indexed = event.inputs.filter((input) => input.indexed === true);
  if (encodeAbiParameters(plain, plain.map(valueOf)) !== data) return false;
  return indexed.every(
    // Of an indexed text or list the topic is the hash, and the hash is the value.
    (input, place) => isHashed(input) || encodeAbiParameters([input], [valueOf(input)]) === topics[place + 1],
  );
}

function argumentsOf(event: AbiEvent, args: unknown): (input: AbiParameter) => unknown {
  if (Array.isArray(args)) return (input) => args[event.inputs.indexOf(input)] as unknown;
  const named = (args ?? {}) as Readonly<Record<string, unknown>>;
  return (input) => named[input.name ?? ''];
}

function isHashed({ type }: AbiParameter): boolean {
  return type === 'string' || type === 'bytes' || type.startsWith('tuple') || type.endsWith(']');
}
