import { type Abi, type ContractEventName, decodeEventLog, type DecodeEventLogReturnType, type Hex } from 'viem';
import { encodeAbiParameters, toEventSelector } from 'viem';
import type { AbiEvent, AbiParameter } from 'viem';
import type { EvmLog } from './evmLog.js';
import { isBytes } from './hexText.js';
import { ABI_BYTES_MAX, TOPICS_MAX } from './limits.js';
import { type Refusal, refusal, shown } from './reading.js';

export type EventOf<abi extends Abi> = DecodeEventLogReturnType<abi, ContractEventName<abi>>;

export type EventReading<abi extends Abi> = { readonly kind: 'event'; readonly event: EventOf<abi> } | Refusal;

/** Reads the logs of a contract by the events of its interface. It never throws, whatever the log is. */
export function eventReader<const abi extends Abi>(abi: abi): (log: EvmLog) => EventReading<abi> {
  const events = new Map<string, AbiEvent>(
    abi.filter((item): item is AbiEvent => item.type === 'event').map((item) => [toEventSelector(item), item]),
  );
  return (log) => readLog(abi, events, log);
}

function readLog<const abi extends Abi>(abi: abi, events: ReadonlyMap<string, AbiEvent>, log: EvmLog): EventReading<abi> {
  const [selector = ''] = log.topics;
  if (log.topics.length > TOPICS_MAX || !log.topics.every((topic) => isBytes(topic) && topic.length === 66)) {
    return refusal('malformed_log', `Expected at most ${TOPICS_MAX} topics of 32 bytes, was ${shown(String(log.topics))}.`);
  }
  if (!isBytes(log.data) || log.data.length > 2 + 2 * ABI_BYTES_MAX) {
    return refusal('malformed_log', `Expected at most ${ABI_BYTES_MAX} bytes of data, was ${shown(log.data)}.`);
  }
  const known = events.get(selector.toLowerCase());
  if (known === undefined) {
    return refusal('unknown_event', `Expected an event of the contract's interface, was ${shown(selector)}.`);
  }
  const topics = log.topics.map((topic) => topic.toLowerCase()) as [Hex, ...Hex[]];
  const data = log.data.toLowerCase() as Hex;
  // The decoder of viem throws at what it can't read; here that is an answer like any other.
  try {
    const event = decodeEventLog({ abi, topics, data, strict: true }) as EventOf<abi>;
    // Padding that isn't zero, words too many: no compiler writes them, so such a log isn't what its topic says.
    if (sameWords(known, event.args, topics, data)) return { kind: 'event', event };
  } catch {
    // Said below.
  }
  return refusal('undecodable_log', `Expected topics and data of ${known.name}, was ${shown(topics.slice(1).join())} ${shown(data)}.`);
}

/** Whether the values, encoded again, are the log. */
function sameWords(event: AbiEvent, args: unknown, topics: readonly Hex[], data: Hex): boolean {
  const valueOf = argumentsOf(event, args);
  const plain = event.inputs.filter((input) => input.indexed !== true);
  const indexed = event.inputs.filter((input) => input.indexed === true);
  const encoded = encodeAbiParameters(plain, plain.map(valueOf));
  if (encoded !== data) return false;
  return indexed.every((input, place) => {
    // Of an indexed text or list the topic is the hash, and the hash is the value.
    if (isHashed(input)) return true;
    return encodeAbiParameters([input], [valueOf(input)]) === topics[place + 1];
  });
}

function argumentsOf(event: AbiEvent, args: unknown): (input: AbiParameter) => unknown {
  if (Array.isArray(args)) return (input) => args[event.inputs.indexOf(input)] as unknown;
  const named = (args ?? {}) as Readonly<Record<string, unknown>>;
  return (input) => named[input.name ?? ''];
}

function isHashed(input: AbiParameter): boolean {
  return input.type === 'string' || input.type === 'bytes' || input.type.startsWith('tuple') || input.type.endsWith(']');
}
